//! JSON of what is not a verdict.

use serde::Serialize;

use crate::failure::Failure;

/// One line of JSON.
pub(crate) fn line<T: Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value)
        .map(|json| json + "\n")
        .map_err(|error| Failure::Cannot(format!("JSON: {error}")))
}
