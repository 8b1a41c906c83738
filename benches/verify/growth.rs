//! How the cost grows with what is in the chain and with what is trusted.

use tlsverify_forge::{Certificate, Issued, Key};

use crate::kinds::{Kind, PLAIN};
use crate::measure::{against_target, measure, print};
use crate::subjects::{Once, context, distinct_chains, octets};

/// How the number of names in the end entity counts.
pub fn names() {
    let kinds = [("1 name", 1), ("137 names", 137), ("1,000 names", 1_000)]
        .map(|(name, names)| Kind::new(name, &[Key::p256, Key::p256, Key::p256], names));
    let root = kinds[0].root();
    let context = context(root.der());
    let chains = kinds.map(|kind| octets(&distinct_chains(&kind, &root)));
    let onces = chains.map(|chains| Once::new(&context, chains));
    let candidates = onces.iter().zip(kinds);
    let measured = measure(
        candidates
            .map(|(once, kind)| once.candidate(kind.name, |_| {}))
            .collect(),
    );
    print("names: first verification, P-256", &measured, 0);
    let (most, ..) = measured[2].1.ratio(&measured[0].1);
    against_target("1,000 names to 1", most, 1.5);
}

/// How the number of trusted roots counts.
pub fn roots() {
    let kind = &PLAIN[0];
    let root = kind.root();
    let chains = octets(&distinct_chains(kind, &root));
    let others: Vec<Issued> = (0..15_000)
        .map(|number| {
            let key = Key::p256(&format!("root {}", number % 8));
            Certificate::root(&format!("Other Root {number}"), &key).self_signed()
        })
        .collect();
    let counts = [0, 1_500, 15_000];
    let contexts = counts.map(|count| {
        let context = context(root.der());
        let text: String = others.iter().take(count).map(Issued::pem).collect();
        if count > 0 {
            context
                .change(|config| config.add_roots_pem(text.as_bytes()))
                .expect("roots");
        }
        context
    });
    let onces: Vec<Once<'_>> = contexts
        .iter()
        .map(|context| Once::new(context, chains.clone()))
        .collect();
    let names = ["121", "1,500", "15,000"];
    let candidates = onces.iter().zip(names);
    let measured = measure(
        candidates
            .map(|(once, count)| once.candidate(&format!("{count} roots"), |_| {}))
            .collect(),
    );
    print("roots: first verification, P-256", &measured, 0);
    let (most, ..) = measured[2].1.ratio(&measured[0].1);
    against_target("15,000 roots to 121", most, 1.1);
}
