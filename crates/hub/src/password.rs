//! The officials' password: one for the hub, in a file of the data folder that only its account reads.
//!
//! It is asked for by the browser itself (HTTP Basic), at the door of `/can-bo`, so there are no accounts, no
//! sessions and no cookies. Over plain HTTP it travels readable: put HTTPS in front.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

/// Fewest letters of a password that somebody wrote into the file by hand.
const FEWEST: usize = 12;
/// Letters that cannot be mistaken for one another when read aloud or copied by hand.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// Letters of a password made here: 100 random bits.
const MADE: usize = 20;

/// A password, as the digest that it is compared by.
#[derive(Clone)]
pub struct Password([u8; 32]);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

/// Why the password cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The file cannot be read or written.
    #[error(
        "the officials' password {0} cannot be read or written: {1}\n  \
         what to do: give the hub's account access to this file"
    )]
    File(PathBuf, io::Error),
    /// It is too short to hold.
    #[error(
        "the officials' password in {0} has fewer than {FEWEST} letters\n  \
         what to do: write a longer one into the file, or delete the file and start again: a new one is made"
    )]
    Short(PathBuf),
    /// The operating system gave no randomness.
    #[error("this system gives no random numbers, so no password can be made: {0}")]
    NoRandomness(getrandom::Error),
}

/// The file of the password within the data folder.
pub fn password_file(data: &Path) -> PathBuf {
    data.join("officials-password.txt")
}

impl Password {
    /// This password.
    pub fn new(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// Reads the password of a data folder, or makes one.
    ///
    /// # Errors
    /// The file cannot be read or written, or holds too little.
    pub fn read_or_make(data: &Path) -> Result<Self, PasswordError> {
        let file = password_file(data);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let made = made()?;
                write(&file, &made).map_err(|error| PasswordError::File(file.clone(), error))?;
                made
            }
            Err(error) => return Err(PasswordError::File(file, error)),
        };
        let text = text.trim();
        if text.chars().count() < FEWEST { Err(PasswordError::Short(file)) } else { Ok(Self::new(text)) }
    }

    /// Whether an `Authorization` header shows it. Digests are compared, and all of both, so how long that
    /// takes says nothing about the password.
    pub fn is_shown_by(&self, header: Option<&str>) -> bool {
        let shown = header.and_then(|header| {
            let (scheme, rest) = header.split_once(' ')?;
            let bytes =
                BASE64_STANDARD.decode(rest.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
            let text = String::from_utf8(bytes).ok()?;
            // Whatever name stands before it: there is one password, and nobody is asked who they are.
            text.split_once(':').map(|(_, password)| password.trim().to_owned())
        });
        shown.is_some_and(|shown| {
            let pairs = Self::new(&shown).0.into_iter().zip(self.0);
            pairs.fold(0, |differs, (shown, own)| differs | (shown ^ own)) == 0
        })
    }
}

fn made() -> Result<String, PasswordError> {
    let mut random = [0; MADE];
    getrandom::fill(&mut random).map_err(PasswordError::NoRandomness)?;
    let mut text = String::new();
    for (at, byte) in random.into_iter().enumerate() {
        if at > 0 && at % 5 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
    }
    Ok(text)
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(file)?;
    writeln!(out, "{text}")?;
    out.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basic(text: &str) -> String {
        format!("Basic {}", BASE64_STANDARD.encode(text))
    }

    #[test]
    fn a_password_is_made_once_and_read_ever_after() {
        let folder = tempfile::tempdir().unwrap();
        Password::read_or_make(folder.path()).unwrap();
        let text = fs::read_to_string(password_file(folder.path())).unwrap();
        assert_eq!(text.trim().len(), 23, "{text}");
        let again = Password::read_or_make(folder.path()).unwrap();
        assert!(again.is_shown_by(Some(&basic(&format!("can-bo:{}", text.trim())))));
        let other = tempfile::tempdir().unwrap();
        Password::read_or_make(other.path()).unwrap();
        assert_ne!(fs::read_to_string(password_file(other.path())).unwrap(), text);
    }

    #[test]
    fn a_short_password_is_refused_and_stays_in_its_file() {
        let folder = tempfile::tempdir().unwrap();
        for short in ["", "secret", "elevenchars"] {
            fs::write(password_file(folder.path()), short).unwrap();
            assert!(matches!(Password::read_or_make(folder.path()), Err(PasswordError::Short(_))));
            assert_eq!(fs::read_to_string(password_file(folder.path())).unwrap(), short);
        }
    }

    #[test]
    fn only_the_password_itself_opens() {
        let password = Password::new("abcde-fghij-kmnpq");
        assert!(password.is_shown_by(Some(&basic(":abcde-fghij-kmnpq"))));
        assert!(password.is_shown_by(Some(&basic("x:abcde-fghij-kmnpq "))), "copied with a space");
        for wrong in ["abcde-fghij-kmnpq", "x:", "x:abcde-fghij-kmnpr", "x:abcde-fghij-kmnpq:", ""] {
            assert!(!password.is_shown_by(Some(&basic(wrong))), "{wrong}");
        }
        for wrong in ["Bearer abc", "Basic", "Basic ???", ""] {
            assert!(!password.is_shown_by(Some(wrong)), "{wrong}");
        }
        assert!(!password.is_shown_by(None));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        Password::read_or_make(folder.path()).unwrap();
        let mode = fs::metadata(password_file(folder.path())).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
