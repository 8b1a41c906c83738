//! What comes before the first verification: small C programs that each do one thing and end.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tlsverify_forge::{pem, time};

use crate::goals::Aim;
use crate::programs::{build, compiler, library, source, text};
use crate::subjects::Subject;
use crate::table::{Spread, Table, duration, number};

/// How often each program is run, in turns.
const ROUNDS: usize = 31;

/// A program, and what it is to do.
struct Start {
    name: String,
    program: PathBuf,
    what: &'static str,
    samples: Vec<Sample>,
}

/// Nanoseconds in `main`, of the whole process, and the most memory in kB.
#[derive(Clone, Copy)]
struct Sample([f64; 3]);

/// How many times faster than OpenSSL with its bundle a process of ours is to be with its first verification.
const TIMES_FASTER: f64 = 15.0;

/// Times the starts with the roots of Mozilla and a real chain, or says what is missing.
pub fn measure(
    place: &Path,
    mozilla: &[Vec<u8>],
    real: &Subject,
) -> Result<(Table, Option<Aim>), String> {
    let bundle: String = mozilla.iter().map(|der| pem("CERTIFICATE", der)).collect();
    let bundle_file = place.join("bundle.pem");
    fs::write(&bundle_file, bundle).map_err(|error| error.to_string())?;
    let mut starts = Vec::new();
    for (name, library) in [
        ("libtlsverify", "-ltlsverify"),
        ("OpenSSL", "-lcrypto"),
        ("GnuTLS", "-lgnutls"),
    ] {
        match compiled(place, name, library) {
            Ok(program) => starts.extend(
                [("load", "roots"), ("verify", "roots, a verification")].map(|(what, told)| {
                    Start {
                        name: format!("{name}: {told}"),
                        program: program.clone(),
                        what,
                        samples: Vec::new(),
                    }
                }),
            ),
            Err(why) if starts.is_empty() => return Err(why),
            Err(why) => println!("skipped: the start of {name}: {why}"),
        }
    }
    for _ in 0..ROUNDS {
        for start in &mut starts {
            let sample = start.run(&bundle_file, real)?;
            start.samples.push(sample);
        }
    }
    let openssl = starts
        .iter()
        .find(|start| start.name.starts_with("OpenSSL"));
    let times_faster = openssl.map(|openssl| {
        let found = openssl.spread(0).median / starts[1].spread(0).median;
        let what = "OpenSSL loading its bundle to our first verification, in fresh processes";
        Aim::at_least(what, found, TIMES_FASTER)
    });
    Ok((table(&starts), times_faster))
}

fn compiled(place: &Path, name: &str, link: &str) -> Result<PathBuf, String> {
    let short = name.to_lowercase().replace("libtlsverify", "ours");
    let program = place.join(format!("start-{short}"));
    let mut command = Command::new(compiler());
    command.args(["-O2", "-Wno-deprecated-declarations", "-o"]);
    command
        .arg(&program)
        .arg(source(&format!("start/{short}.c")));
    if name == "libtlsverify" {
        let folder = library(place)?;
        let folder = text(&folder);
        let include = concat!("-I", env!("CARGO_MANIFEST_DIR"), "/include");
        command.args([
            include,
            &format!("-L{folder}"),
            &format!("-Wl,-rpath,{folder}"),
        ]);
    }
    command.arg(link);
    build(
        &mut command,
        &format!("a C compiler and the headers of {name}"),
    )?;
    Ok(program)
}

impl Start {
    fn run(&self, bundle: &Path, real: &Subject) -> Result<Sample, String> {
        let output = Command::new(&self.program)
            .arg(bundle)
            .arg(real.folder.join("chain.der"))
            .args([&real.input.host, &time::NOW.to_string(), self.what])
            .output();
        let output = output.map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&output.stdout);
        let numbers: Vec<f64> = (text.split_whitespace())
            .filter_map(|word| word.parse().ok())
            .collect();
        match <[f64; 3]>::try_from(numbers) {
            Ok(numbers) if output.status.success() => Ok(Sample(numbers)),
            _ => Err(format!("{} fails", self.name)),
        }
    }

    fn spread(&self, field: usize) -> Spread {
        Spread::of(self.samples.iter().map(|sample| sample.0[field]).collect())
    }
}

/// Ratios are to our roots and a verification, the second program.
fn table(starts: &[Start]) -> Table {
    let heading = [
        "",
        "CPU time in `main`",
        "to ours",
        "of the whole process",
        "to ours",
        "resident memory",
    ];
    let mut table = Table::new(heading.map(str::to_owned).to_vec());
    for start in starts {
        let mut row = vec![start.name.clone()];
        for field in 0..2 {
            let (median, ours) = (start.spread(field).median, starts[1].spread(field).median);
            row.extend([duration(median), number(median / ours)]);
        }
        row.push(format!("{:.1} MB", start.spread(2).median / 1024.0));
        table.push(row);
    }
    table
}
