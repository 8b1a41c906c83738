//! `tlsverify roots` and `tlsverify diff-roots`.

use tlsverify::trust::bundled;

use crate::chains::Sound;
use crate::program::{Folder, run, run_with_input};

#[test]
fn all_roots_are_listed_in_each_form() {
    let count = bundled::roots().len();
    run(&["roots"]).expect(0, bundled::version());
    assert_eq!(
        run(&["roots", "--json"]).json().as_array().unwrap().len(),
        count
    );
    let pem = run(&["roots", "--pem"]).out;
    let read: Vec<_> = tlsverify::encoding::pem::certificates(pem.as_bytes()).collect();
    assert_eq!(read.len(), count);
    for der in read {
        let der = der.unwrap();
        assert!(bundled::roots().iter().any(|root| root.der() == der));
    }
}

#[test]
fn a_filter_takes_names_and_fingerprints() {
    let json = run(&["roots", "isrg root x1", "--json"]).json();
    assert_eq!(json.as_array().unwrap().len(), 1);
    let sha256 = json[0]["sha256"].as_str().unwrap();
    run(&["roots", &sha256[..8].to_uppercase()]).expect(0, "ISRG Root X1");
    run(&["roots", "no such root"]).expect_failure(3, "no such root");
}

#[test]
fn constraints_and_dates_of_distrust_are_said() {
    run(&["roots", "tubitak"]).expect(0, "only for DNS .tr");
    let all = run(&["roots", "--json"]).json();
    let dated = bundled::roots()
        .iter()
        .filter(|root| root.distrust_after().is_some())
        .count();
    let said = all.as_array().unwrap().iter();
    assert_eq!(
        said.filter(|root| root["distrust_after"].is_i64()).count(),
        dated
    );
}

#[test]
fn the_same_set_does_not_differ_and_another_does() {
    let pem = run(&["roots", "--pem"]).out;
    run_with_input(&["diff-roots", "-"], pem.as_bytes()).expect(0, "in both: ");
    let folder = Folder::new();
    let first_end = pem.find("-----END").unwrap();
    let other = Sound::new().root.pem() + &pem[first_end + 25..];
    let file = folder.write("other.pem", other);
    run(&["diff-roots", &file])
        .expect(1, "+ Test Root")
        .expect(1, "only here");
    let ran = run(&["diff-roots", &file, "--json"]);
    let json = ran.json();
    assert_eq!(ran.code, 1);
    assert_eq!(json["only_here"].as_array().unwrap().len(), 1);
    assert_eq!(json["only_there"][0]["name"], "Test Root");
    assert_eq!(json["both"], bundled::roots().len() - 1);
    run(&["diff-roots", &folder.path("none")]).expect_failure(3, "none");
}
