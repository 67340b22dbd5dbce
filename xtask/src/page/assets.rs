//! Files under `dist/a/`: named by what is in them, and compressed once, here, as far as it goes.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::repo;

/// What has been written, by address.
pub(super) struct Assets {
    folder: PathBuf,
    /// Address → bytes: as they are, and as brotli sends them.
    pub(super) sizes: BTreeMap<String, (usize, usize)>,
    compress: bool,
}

impl Assets {
    /// Assets under `dist`; without compression in the development loop.
    pub(super) fn new(dist: &Path, compress: bool) -> Self {
        Self { folder: dist.join("a"), sizes: BTreeMap::new(), compress }
    }

    /// Writes `<name>.<hash>.<extension>` and gives its address.
    pub(super) fn add(&mut self, name: &str, extension: &str, bytes: &[u8]) -> Result<String> {
        let file = format!("{name}.{}.{extension}", short_hash(bytes));
        let path = self.folder.join(&file);
        repo::write(&path, bytes)?;
        let small = if self.compress { brotli_11(bytes)? } else { Vec::new() };
        if self.compress {
            repo::write(&self.folder.join(format!("{file}.br")), &small)?;
            repo::write(&self.folder.join(format!("{file}.gz")), &gzip_9(bytes)?)?;
        }
        let url = format!("/a/{file}");
        let sent = if self.compress { small.len() } else { bytes.len() };
        self.sizes.insert(url.clone(), (bytes.len(), sent));
        Ok(url)
    }
}

/// Twelve hexadecimal digits: enough to tell builds of one file apart.
pub(super) fn short_hash(bytes: &[u8]) -> String {
    hex(bytes).chars().take(12).collect()
}

/// SHA-256 in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How a content security policy names an inline script or style.
pub(super) fn policy_hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// How many bytes a file is when brotli sends it, and when gzip does.
pub(crate) fn compressed(bytes: &[u8]) -> Result<(usize, usize)> {
    Ok((brotli_11(bytes)?.len(), gzip_9(bytes)?.len()))
}

/// Brotli at its strongest.
pub(super) fn brotli_11(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut input = bytes;
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut input, &mut out, &parameters).context("brotli failed")?;
    Ok(out)
}

/// Gzip at its strongest, for browsers that take nothing better (brotli is offered only over https).
fn gzip_9(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::{Assets, policy_hash};

    #[test]
    fn a_files_name_changes_with_its_content() {
        let folder = std::env::temp_dir().join(format!("xtask-assets-{}", std::process::id()));
        let mut assets = Assets::new(&folder, true);
        let one = assets.add("x", "js", b"a").unwrap();
        let two = assets.add("x", "js", b"b").unwrap();
        let again = assets.add("x", "js", b"a").unwrap();
        let compressed = folder.join(one.trim_start_matches('/').to_owned() + ".br").is_file();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_ne!(one, two);
        assert_eq!(one, again);
        assert!(compressed);
    }

    #[test]
    fn the_policy_names_a_script_as_browsers_do() {
        // From the Content Security Policy specification's own example.
        assert_eq!(
            policy_hash("alert('Hello, world.');"),
            "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
        );
    }
}
