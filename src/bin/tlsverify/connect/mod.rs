//! `tlsverify connect`: the chain as a server sends it.

mod dialogue;
mod guess;
mod handshake;
mod line;
mod starttls;
mod target;

use std::fs;
use std::path::Path;

use clap::ValueEnum;
use serde::Serialize;
use serde_json::value::RawValue;
use tlsverify::verdict::{Verdict, words};

use crate::arguments::Connect;
use crate::failure::{Exit, Failure, Report};
use crate::{input, json, paint, pem, trust, verify};

use handshake::Handshake;
use line::{Deadline, Line};
use target::Target;

pub(crate) fn run(arguments: &Connect) -> Result<Report, Failure> {
    input::check_standard_input(trust::files(&arguments.trust))?;
    let target = Target::parse(&arguments.target, arguments.starttls)?;
    let server_name = match &arguments.sni {
        Some(name) => Target::parse(name, None)?.host,
        None => target.host.clone(),
    };
    let host = arguments.host.as_deref().unwrap_or(&server_name);
    // Whatever is wrong with the options is said before anything goes out.
    let (context, notes) = trust::context(&arguments.trust, Some(host))?;
    let lists = trust::lists(&arguments.trust)?;
    let mut line = Line::open(&target, Deadline::after(arguments.timeout))?;
    if let Some(protocol) = arguments.starttls {
        starttls::begin(&mut line, protocol, &server_name)?;
    }
    let handshake = handshake::shake(&mut line, &server_name)?;
    if let Some(path) = &arguments.save {
        save(path, &handshake.chain)?;
    }
    let chain = handshake.chain.concat();
    let evidence = (arguments.trust.at, &lists);
    let verdict = trust::judge(&context, Some(host), &chain, evidence, "the chain as sent")?;
    verify::draw(&verdict, &arguments.output)?;
    let connection = Connection::new(arguments, &target, &server_name, &line, &handshake);
    let text = connection.rendered(&verdict, arguments)?;
    // Without a complete handshake nobody has shown the key, so a good chain proves nothing.
    let exit = match (Exit::from(&verdict), &handshake.failure) {
        (Exit::Good, Some(_)) => Exit::Cannot,
        (exit, _) => exit,
    };
    Ok(Report {
        text,
        notes: arguments.output.notes(notes),
        exit,
    })
}

fn save(path: &Path, chain: &[Vec<u8>]) -> Result<(), Failure> {
    let text: String = chain.iter().map(|der| pem::block(der)).collect();
    fs::write(path, text).map_err(|error| {
        let name = words::escaped(&path.to_string_lossy());
        Failure::Cannot(format!("{name}: {error}"))
    })
}

/// The connection, as it stands in JSON.
#[derive(Serialize)]
struct Connection<'c> {
    host: &'c str,
    port: u16,
    address: String,
    starttls: Option<String>,
    server_name: &'c str,
    protocol: Option<&'static str>,
    cipher: Option<&'c str>,
    key_exchange: Option<&'c str>,
    handshake_error: Option<&'c str>,
    certificates_sent: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Box<RawValue>>,
}

impl<'c> Connection<'c> {
    fn new(
        arguments: &Connect,
        target: &'c Target,
        server_name: &'c str,
        line: &Line,
        handshake: &'c Handshake,
    ) -> Self {
        let starttls = arguments.starttls.and_then(|protocol| {
            let value = protocol.to_possible_value()?;
            Some(value.get_name().to_owned())
        });
        Self {
            host: &target.host,
            port: target.port,
            address: line.address.to_string(),
            starttls,
            server_name,
            protocol: handshake.protocol,
            cipher: handshake.cipher.as_deref(),
            key_exchange: handshake.key_exchange.as_deref(),
            handshake_error: handshake.failure.as_deref(),
            certificates_sent: handshake.chain.len(),
            verdict: None,
        }
    }

    fn rendered(mut self, verdict: &Verdict, arguments: &Connect) -> Result<String, Failure> {
        if arguments.output.quiet {
            return Ok(String::new());
        }
        if arguments.output.json {
            let verdict = tlsverify::verdict::json::render(verdict);
            self.verdict = RawValue::from_string(verdict).ok();
            return json::line(&self);
        }
        Ok(self.text() + &verify::coloured(verdict))
    }

    fn text(&self) -> String {
        let starttls = self.starttls.as_ref().map_or_else(String::new, |protocol| {
            format!(" after STARTTLS ({protocol})")
        });
        let mut facts = vec![self.protocol.unwrap_or("TLS").to_owned()];
        facts.extend(self.cipher.map(str::to_owned));
        facts.extend(self.key_exchange.map(str::to_owned));
        let plural = if self.certificates_sent == 1 { "" } else { "s" };
        facts.push(format!(
            "{} certificate{plural} sent",
            self.certificates_sent
        ));
        let mut text = format!(
            "{}\n{}\n",
            paint::faint(format_args!(
                "connected to {} at {}{starttls}",
                words::escaped(self.host),
                self.address
            )),
            paint::faint(facts.join(", "))
        );
        if let Some(failure) = self.handshake_error {
            let line = format!("the handshake was not completed: {failure}");
            text.push_str(&paint::bad(line));
            text.push('\n');
        }
        text.push('\n');
        text
    }
}
