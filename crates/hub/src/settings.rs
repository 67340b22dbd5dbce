//! What the person who runs the hub can set, by flag or environment.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::http::Network;

/// The hub of Lắng Nghe: serves the survey pages, takes the answers, shows the results.
///
/// One program, one data folder. The data folder holds the database (hub.sqlite), one secret key per
/// campaign (keys/), the campaigns (campaigns/*.toml) and the password that officials show before they
/// decide about recordings (officials-password.txt). Back up the whole folder: without the keys,
/// answers that are still on their way cannot be opened.
#[derive(Debug, Parser)]
#[command(
    name = "lang-nghe-hub",
    version,
    after_help = "Examples:\n  \
        lang-nghe-hub --demo                          try it: a demo campaign on http://localhost:8080\n  \
        lang-nghe-hub --listen 0.0.0.0:8080           answer the whole local network\n  \
        lang-nghe-hub --trusted-proxy 127.0.0.1 \\\n                \
        --public-url https://lang-nghe.example.gov.vn behind a web server that does HTTPS\n  \
        lang-nghe-hub check                           is everything in order?\n  \
        lang-nghe-hub backup /media/usb/hub           copy everything while the hub runs\n  \
        lang-nghe-hub restore /media/usb/hub          put such a copy into an empty data folder\n\n\
        Every flag can be set in the environment instead; flags win."
)]
pub struct Settings {
    /// What to do; without one, the hub serves
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Where everything is kept
    #[command(flatten)]
    pub folders: Folders,

    /// How it serves
    #[command(flatten)]
    pub serving: Serving,

    /// How it keeps safe what it has
    #[command(flatten)]
    pub care: Care,

    /// How messages look: text for people, json for programs
    #[arg(long, global = true, env = "LANG_NGHE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,

    /// How much is told: error, warn, info or debug. No address and no answer is ever logged
    #[arg(long, global = true, env = "LANG_NGHE_LOG_LEVEL", default_value = "info")]
    pub log_level: tracing::Level,
}

/// What the program does.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Serve pages and take answers until Ctrl-C or SIGTERM (this is what happens without a command)
    Serve,
    /// Check settings, content, keys and database; count all records again and compare
    Check,
    /// Copy everything (database, keys, campaigns, recordings, password, settings) into a new folder, also while the hub
    /// runs. Nothing of the hub is changed by it
    Backup {
        /// The folder to make; it must not exist yet
        folder: PathBuf,
    },
    /// Put a copy into the data folder, after looking through all of it. The hub must have ended
    Restore {
        /// The copy: a folder that `backup` made, or one of the daily copies
        folder: PathBuf,
        /// Also if the data folder is not empty: what is there is put aside in a folder beside the new files
        #[arg(long)]
        replace: bool,
    },
    /// Erase answers before their time, or decide about an erasure. What was counted stays counted
    Erase(Erase),
    /// Set one form aside: from the next count on it is in no result. Officials can take that back
    Aside(Aside),
}

/// One form that is set aside.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Aside {
    /// Its campaign
    #[arg(long, value_name = "ID")]
    pub campaign: String,
    /// Its id
    #[arg(long, value_name = "ID")]
    pub record: String,
    /// Why: everybody reads it, so it names nobody
    #[arg(long, value_name = "WORDS")]
    pub reason: String,
}

/// What is erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct Erase {
    /// The campaign whose answers are erased
    #[arg(long, value_name = "ID")]
    pub campaign: Option<String>,
    /// The one form whose content is erased, because whoever filled it in asks for it
    #[arg(long, value_name = "ID", conflicts_with = "campaign")]
    pub record: Option<String>,
    /// Do it; without this, it is only said what would be done
    #[arg(long)]
    pub confirm: bool,
    /// Do not erase now: keep the campaign's answers until the day that its file says, although that is earlier than
    /// what was served before
    #[arg(long, requires = "campaign")]
    pub as_the_file_says: bool,
    /// Do not erase now: say that this machine's clock is right, although it went on by days at once
    #[arg(long, conflicts_with_all = ["campaign", "record"])]
    pub the_clock_is_right: bool,
}

/// How the hub keeps safe what it has.
#[derive(Clone, Debug, Args)]
pub struct Care {
    /// Folder for the daily copies; without it, backups/ in the data folder
    #[arg(long, global = true, env = "LANG_NGHE_BACKUP_DIR", value_name = "FOLDER")]
    pub backup_dir: Option<PathBuf>,

    /// How many daily copies are kept; 0 to make none
    #[arg(long, global = true, env = "LANG_NGHE_BACKUP_KEEP", default_value_t = 7, value_name = "N")]
    pub backup_keep: usize,

    /// Start with an empty database although there are keys: what the lost one held is gone
    #[arg(long, global = true)]
    pub start_empty: bool,

    /// Make a new key for this campaign, or take the other one that is there, although forms may still be sealed to the
    /// lost one; can be given several times
    #[arg(long, global = true, value_name = "ID")]
    pub new_key_for: Vec<String>,
}

/// Where everything is.
#[derive(Clone, Debug, Args)]
pub struct Folders {
    /// Folder for the database, keys and campaigns; made if it does not exist
    #[arg(long, global = true, env = "LANG_NGHE_DATA", default_value = "data", value_name = "FOLDER")]
    pub data: PathBuf,

    /// Folder with the instruments and words that came with this program
    #[arg(long, global = true, env = "LANG_NGHE_CONTENT", default_value = "content", value_name = "FOLDER")]
    pub content: PathBuf,

    /// Folder with the built app; without it the hub takes answers and serves no survey pages
    #[arg(long, global = true, env = "LANG_NGHE_DIST", default_value = "dist", value_name = "FOLDER")]
    pub dist: PathBuf,

    /// At the first start, copy the demo campaigns into the data folder. Figures of campaigns whose name begins with
    /// "demo" then move every ten seconds, of all others once a day
    #[arg(long, global = true, env = "LANG_NGHE_DEMO")]
    pub demo: bool,
}

/// How it serves.
#[derive(Clone, Debug, Args)]
pub struct Serving {
    /// Address and port to answer on; 0.0.0.0 means the whole network that this machine is in
    #[arg(
        long,
        global = true,
        env = "LANG_NGHE_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS:PORT"
    )]
    pub listen: SocketAddr,

    /// The address that people reach this hub at, for posters; without it, the one in the official's browser
    #[arg(long, global = true, env = "LANG_NGHE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<String>,

    /// A proxy in front of this hub whose X-Forwarded-For is believed, such as 127.0.0.1 or
    /// 10.0.0.0/8; can be given several times, or separated by commas
    #[arg(
        long,
        global = true,
        env = "LANG_NGHE_TRUSTED_PROXY",
        value_name = "ADDRESS",
        value_delimiter = ','
    )]
    pub trusted_proxy: Vec<Network>,

    /// Requests that one network may send at once; 0 for no limit, then nothing else is limited by network
    /// either. A network is one IPv4 address or one /64 of IPv6; the /24 or /48 around it may do four times
    /// as much. A meeting of 300 people behind one address needs about 3,600
    #[arg(long, global = true, env = "LANG_NGHE_RATE_BURST", default_value_t = 4000, value_name = "N")]
    pub rate_burst: u32,

    /// Requests per second that one network may send on and on
    #[arg(long, global = true, env = "LANG_NGHE_RATE_PER_SECOND", default_value_t = 60, value_name = "N")]
    pub rate_per_second: u32,

    /// Move the figures of every campaign after so many seconds instead of once a day. For trying out and tests only: it
    /// weakens privacy, because who came when can be read from what moves
    #[arg(long, global = true, env = "LANG_NGHE_STEP_EVERY", value_name = "SECONDS")]
    pub step_every: Option<u64>,

    /// Forms and classes that one network may send in a day; 0 for no limit. A village of 2,000 people
    /// behind one address needs about 2,000. What is beyond it waits on the devices
    #[arg(long, global = true, env = "LANG_NGHE_FORMS_PER_DAY", default_value_t = 4000, value_name = "N")]
    pub forms_per_day: u32,

    /// Megabytes of forms and classes that one network may send in a day; 0 for no limit
    #[arg(long, global = true, env = "LANG_NGHE_MEGABYTES_PER_DAY", default_value_t = 64, value_name = "N")]
    pub megabytes_per_day: u32,

    /// Recordings of lessons that one network may send in a day; 0 for no limit
    #[arg(
        long,
        global = true,
        env = "LANG_NGHE_RECORDINGS_PER_DAY",
        default_value_t = 300,
        value_name = "N"
    )]
    pub recordings_per_day: u32,

    /// Connections at once; when all are in use, the slowest are closed for new ones
    #[arg(long, global = true, env = "LANG_NGHE_CONNECTIONS", default_value_t = 4096, value_name = "N")]
    pub connections: usize,

    /// Connections at once from one network; 0 for no limit but the one above. A trusted proxy itself has none
    #[arg(
        long,
        global = true,
        env = "LANG_NGHE_CONNECTIONS_PER_NETWORK",
        default_value_t = 1024,
        value_name = "N"
    )]
    pub connections_per_network: usize,

    /// Megabytes that stay free on the disk of the data folder: below them nothing more is stored, and
    /// devices keep their forms; 0 to fill it to the end
    #[arg(long, global = true, env = "LANG_NGHE_FREE_MEGABYTES", default_value_t = 500, value_name = "N")]
    pub free_megabytes: u32,

    /// Seconds that open requests get to finish after Ctrl-C or SIGTERM
    #[arg(long, global = true, env = "LANG_NGHE_GRACE", default_value_t = 15, value_name = "SECONDS")]
    pub grace: u64,
}

impl Settings {
    /// The folder of the daily copies.
    pub fn backup_folder(&self) -> PathBuf {
        let beside = || self.folders.data.join(crate::backup::COPIES);
        self.care.backup_dir.clone().unwrap_or_else(beside)
    }
}

/// What was set, by flag or environment, as lines for a service manager; without what holds for one start only.
pub fn lines(matches: &clap::ArgMatches) -> String {
    let mut lines = String::new();
    for argument in Settings::command().get_arguments() {
        let id = argument.get_id().as_str();
        let set =
            matches!(matches.value_source(id), Some(ValueSource::CommandLine | ValueSource::EnvVariable));
        if let (true, Some(name), Some(values)) = (set, argument.get_env(), matches.get_raw(id)) {
            let values: Vec<_> = values.map(|value| value.to_string_lossy()).collect();
            lines += &format!("{}={}\n", name.to_string_lossy(), values.join(","));
        }
    }
    lines
}

/// How messages look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A JSON object per line.
    Json,
}

/// `https://host` without a path or a slash at the end.
fn public_url(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]".contains(letter);
    match host {
        Some(host) if !host.is_empty() && host.chars().all(plain) => Ok(text.to_owned()),
        Some(host) if host.split_once('/').is_some_and(|(host, _)| host.chars().all(plain) && !host.is_empty()) => {
            Err("the hub does not run under a folder of a website: every address in its pages begins at the root. \
                 Give it a name of its own, such as https://lang-nghe.example.gov.vn"
                .into())
        }
        _ => Err("write it as https://lang-nghe.example.gov.vn, without a path".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_are_consistent() {
        Settings::command().debug_assert();
    }

    #[test]
    fn every_flag_can_be_set_in_the_environment() {
        for argument in Settings::command().get_arguments() {
            let name = argument.get_id().as_str();
            // Said once and not kept in a service's settings.
            let once = ["help", "version", "start_empty", "new_key_for"];
            if !once.contains(&name) {
                let expected = format!("LANG_NGHE_{}", name.to_uppercase());
                assert_eq!(argument.get_env().and_then(|name| name.to_str()), Some(&*expected), "{name}");
            }
        }
    }

    #[test]
    fn a_public_address_is_a_plain_origin() {
        assert_eq!(public_url("https://a.vn/"), Ok("https://a.vn".into()));
        for bad in ["a.vn", "https://", "https://a.vn/k", "javascript:alert(1)", "https://a.vn?<b>"] {
            assert!(public_url(bad).is_err(), "{bad}");
        }
    }
}
