//! Family J: the language of host names, word by word, beside a grammar that is written down differently.

use tlsverify::cert::GeneralNames;
use tlsverify::name::{ReferenceId, matching};
use tlsverify_forge::{GeneralName, extension};

use crate::scene::{EndEntity, Scene, stride};

/// All words of this length and less.
fn words(alphabet: &[u8], longest: usize) -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = vec![Vec::new()];
    let mut begin = 0;
    for _ in 0..longest {
        let end = all.len();
        for word in begin..end {
            for letter in alphabet {
                all.push([&all[word][..], &[*letter]].concat());
            }
        }
        begin = end;
    }
    all
}

/// The labels of a word of the grammar: `label ("." label)*` with `label = alnum (any* alnum)?`, not all of the last digits.
fn labels(word: &[u8]) -> Option<Vec<String>> {
    let text = std::str::from_utf8(word).ok()?.to_ascii_lowercase();
    let labels: Vec<String> = text.split('.').map(str::to_owned).collect();
    let is_label = |label: &String| {
        let letters: Vec<char> = label.chars().collect();
        let (Some(first), Some(last)) = (letters.first(), letters.last()) else {
            return false;
        };
        let is_inner =
            |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-' || *letter == '_';
        *first != '-' && *last != '-' && letters.iter().all(is_inner)
    };
    let last_is_number = labels.last()?.chars().all(|letter| letter.is_ascii_digit());
    (labels.iter().all(is_label) && !last_is_number).then_some(labels)
}

/// Whether the grammar lets `presented` stand for the host with these labels.
fn stands_for(presented: &[u8], host: &[String]) -> bool {
    let Ok(text) = std::str::from_utf8(presented) else {
        return false;
    };
    let own: Vec<String> = text
        .to_ascii_lowercase()
        .split('.')
        .map(str::to_owned)
        .collect();
    own == host
        || (own.len() == host.len() && host.len() >= 3 && own[0] == "*" && own[1..] == host[1..])
}

#[test]
fn j05_no_host_name_is_taken_that_is_not_in_the_grammar() {
    for word in words(b"aA1.-_* x", 5).into_iter().step_by(stride(101)) {
        let stripped = word.strip_suffix(b".").unwrap_or(&word);
        let is_host = labels(stripped).is_some();
        let parsed = ReferenceId::parse(&word);
        let is_name = matches!(parsed, Ok(ReferenceId::Dns(_)));
        assert_eq!(is_name, is_host, "{}", String::from_utf8_lossy(&word));
        assert!(!matches!(parsed, Ok(ReferenceId::Ip(_))));
    }
}

#[test]
fn j05_no_name_of_a_certificate_matches_that_is_not_in_the_grammar() {
    let hosts = ["a.b.c", "a", "a.b", "aa.b.c", "b.a.b.c", "a.c.b", "a-a.b.c"];
    let hosts = hosts.map(|host| {
        (
            ReferenceId::parse(host.as_bytes()).unwrap(),
            labels(host.as_bytes()).unwrap(),
        )
    });
    let mut matching_words = 0;
    for word in words(b"aAb.c*-", 6).into_iter().step_by(stride(997)) {
        let value = extension::general_names(&[GeneralName::tagged(2, &word)]);
        let names = GeneralNames::read(&value).unwrap();
        for (reference, labels) in &hosts {
            let wanted = stands_for(&word, labels);
            matching_words += usize::from(wanted);
            assert_eq!(
                matching::matches(reference, &names),
                wanted,
                "{} {reference}",
                String::from_utf8_lossy(&word)
            );
        }
    }
    assert!(matching_words > 10 || stride(2) == 2);
    // The same through whole certificates.
    for (name, host, is_match) in [
        ("*.b.c", "a.b.c", true),
        ("*.b", "a.b", false),
        ("*b.c", "ab.c", false),
        ("A.B.C", "a.b.c", true),
    ] {
        let names = [GeneralName::dns(name)];
        let scene = Scene::new()
            .named(host)
            .with(EndEntity, |c| c.subject_alt_name(&names));
        if is_match {
            scene.accepted();
        } else {
            scene.refused("NAME_MISMATCH", 0);
        }
    }
}
