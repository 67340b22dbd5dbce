//! The oldest browsers that the page promises to run in: Chrome 99, Firefox 102, Safari 16. Here what its modules are
//! made of is held to them; syntax and policy are held by `tests/journeys/33-floor.test.mjs`, and `public/gate.js`
//! asks each browser for the same features before anything is fetched.

use anyhow::{Context, Result, bail};
use wasmparser::{Validator, WasmFeatures};

use crate::repo;

/// What all browsers of the floor have. A module that uses more would leave somebody with a page that never opens.
fn features() -> WasmFeatures {
    WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::MULTI_VALUE
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::REFERENCE_TYPES
        | WasmFeatures::GC_TYPES
        | WasmFeatures::FLOATS
}

/// Why browsers of the floor do not take a module, if they do not.
fn fault(module: &[u8]) -> Option<String> {
    Validator::new_with_features(features()).validate_all(module).err().map(|error| error.to_string())
}

/// Checks every module of the built page.
pub(crate) fn check() -> Result<()> {
    let mut faults = Vec::new();
    let mut modules = 0;
    for file in repo::files(&repo::dist().join("a"))? {
        if file.extension().is_some_and(|kind| kind == "wasm") {
            modules += 1;
            let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            faults.extend(fault(&bytes).map(|fault| format!("{name}: {fault}")));
        }
    }
    if modules == 0 {
        bail!("dist/ holds no module");
    }
    if faults.is_empty() {
        return Ok(());
    }
    bail!("browsers of the floor cannot run this page:\n  {}", faults.join("\n  "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    /// A module with one function of this body, which gives nothing.
    fn module(body: &[u8]) -> Vec<u8> {
        let length = body.len() as u8;
        let mut bytes = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x0a".to_vec();
        bytes.extend([length + 4, 1, length + 2, 0]);
        bytes.extend(body);
        bytes.push(0x0b);
        bytes
    }

    #[test]
    fn what_the_gate_asks_for_is_within_the_floor() {
        let gate = repo::read(&repo::root().join("public/gate.js")).unwrap();
        let text = gate.split("atob(\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(fault(&STANDARD.decode(text).unwrap()), None);
    }

    #[test]
    fn a_feature_above_the_floor_is_named() {
        assert_eq!(fault(&module(&[0x01])), None, "nop");
        // i32x4.splat of a constant, dropped: fixed-width SIMD, which the build does not switch on.
        let found = fault(&module(&[0x41, 0, 0xfd, 0x11, 0x1a])).unwrap_or_default();
        assert!(found.to_lowercase().contains("simd"), "{found}");
    }
}
