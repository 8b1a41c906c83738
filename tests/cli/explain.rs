//! `tlsverify explain`.

use tlsverify::reason::Reason;

use crate::program::run;

#[test]
fn every_reason_is_listed_and_explained_by_number_and_name() {
    let list = run(&["explain"]);
    for row in Reason::TABLE {
        let number = row.reason.number().to_string();
        list.expect(0, &format!("{number} {}", row.name));
    }
    for wanted in [
        "301",
        "NAME_MISMATCH",
        "name-mismatch",
        "TV_REASON_NAME_MISMATCH",
    ] {
        run(&["explain", wanted])
            .expect(0, "NAME_MISMATCH (301)")
            .expect(0, "As the server's operator");
    }
}

#[test]
fn openssls_names_and_numbers_lead_to_reasons() {
    for wanted in ["10", "X509_V_ERR_CERT_HAS_EXPIRED", "cert_has_expired"] {
        run(&["explain", wanted]).expect(0, "EXPIRED (201)");
    }
    for row in Reason::TABLE.iter().filter(|row| row.x509_v_err != 0) {
        run(&["explain", &row.x509_v_err.to_string()]).expect(0, row.name);
    }
    run(&["explain", "21"]).expect(0, "MISSING_INTERMEDIATE");
}

#[test]
fn what_is_no_reason_gets_advice() {
    run(&["explain", "expire"]).expect_failure(2, "EXPIRED");
    run(&["explain", "99999"]).expect_failure(2, "lists all");
    run(&["explain", "X509_V_ERR_NOPE"]).expect_failure(2, "lists all");
}
