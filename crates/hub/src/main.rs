//! The program `lang-nghe-hub`: reads settings, does what the command says.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser as _;
use lang_nghe_hub::check::{self, Verdict};
use lang_nghe_hub::settings::{Command, LogFormat, Settings};
use lang_nghe_hub::start::{self, StartError};
use lang_nghe_hub::storage::{Storage as _, StorageError};
use lang_nghe_hub::{Hub, serve};
use tracing_subscriber::fmt;

fn main() -> ExitCode {
    let settings = Settings::parse();
    log_to_stderr(&settings);
    let done = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Runtime);
    match done.and_then(|runtime| runtime.block_on(run(&settings))) {
        Ok(code) => code,
        Err(failure) => {
            tell(&format!("error: {failure}"));
            ExitCode::FAILURE
        }
    }
}

/// Why the program ends.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(
        "the address {0} cannot be used: {1}\n  what to do: end the program that uses this port, or choose another with --listen"
    )]
    Listen(std::net::SocketAddr, std::io::Error),
    #[error(
        "{0}\n  what to do: check that the disk is not full; for a backup, name a file that does not exist yet"
    )]
    Storage(#[from] StorageError),
    #[error("the system refused: {0}")]
    Runtime(std::io::Error),
}

async fn run(settings: &Settings) -> Result<ExitCode, Failure> {
    match settings.command.clone().unwrap_or(Command::Serve) {
        Command::Serve => serve_until_asked(settings).await,
        Command::Check => check_all(settings).await,
        Command::Backup { file } => {
            let storage = start::open_existing(&settings.folders.data).await?;
            storage.backup(&file).await?;
            storage.close().await;
            tell(&format!("the database is copied to {}; copy keys/ and campaigns/ as well", file.display()));
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn serve_until_asked(settings: &Settings) -> Result<ExitCode, Failure> {
    let hub = start::start(settings).await?;
    let listen = settings.serving.listen;
    let listener =
        tokio::net::TcpListener::bind(listen).await.map_err(|error| Failure::Listen(listen, error))?;
    let address = listener.local_addr().map_err(Failure::Runtime)?;
    tracing::info!(%address, build = hub.build(), campaigns = hub.campaigns.iter().count(), "the hub answers");
    for known in hub.campaigns.iter() {
        let campaign = &known.campaign;
        tracing::info!(id = campaign.id, opens = campaign.opens, closes = campaign.closes, "campaign");
    }
    for known in hub.campaigns.all_classes() {
        let campaign = &known.campaign;
        tracing::info!(
            id = campaign.id,
            opens = campaign.opens,
            closes = campaign.closes,
            "campaign of classes"
        );
    }
    let grace = Duration::from_secs(settings.serving.grace);
    serve::serve(Arc::new(hub), listener, serve::asked_to_end(), grace).await.map_err(Failure::Runtime)?;
    tracing::info!("the hub has ended; everything accepted is stored");
    Ok(ExitCode::SUCCESS)
}

async fn check_all(settings: &Settings) -> Result<ExitCode, Failure> {
    let hub: Hub = start::start(settings).await?;
    hub.storage.probe().await?;
    tell("settings, content, keys and database can be used");
    let mut good = true;
    for (form, verdict) in check::recount(&hub.campaigns, hub.storage.as_ref()).await? {
        let name = format!("{}, {}@{}", form.campaign, form.instrument, form.version);
        let line = match verdict {
            Verdict::Same { records, repeated } => format!(
                "{name}: {records} records counted again, the same to the last bit; {repeated} have a comment in the words of another one"
            ),
            Verdict::Erased { records } => {
                format!("{name}: {records} records were erased after their time, the tally stands alone")
            }
            Verdict::Unknown => {
                format!("{name}: no such campaign or instrument in these folders; put its file back")
            }
            Verdict::Different { kept, recounted } => format!(
                "{name}: the tally ({kept} records) differs from the records ({recounted}); restore a backup, and keep this database for the people who maintain the hub"
            ),
        };
        good &= matches!(verdict, Verdict::Same { .. } | Verdict::Erased { .. });
        tell(&line);
    }
    for (campaign, verdict) in check::classes(&hub.campaigns, hub.storage.as_ref()).await? {
        good &= verdict.is_good();
        tell(&format!("{campaign}: {verdict}"));
    }
    hub.storage.close().await;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Lines carry no time: a service manager adds its own, and the hub itself keeps none (see
/// `http/log.rs`).
fn log_to_stderr(settings: &Settings) {
    let lines = fmt()
        .with_max_level(settings.log_level)
        .with_writer(std::io::stderr)
        .without_time()
        .with_target(false);
    match settings.log_format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
}

#[expect(clippy::print_stderr, reason = "this is the program that speaks to its operator")]
fn tell(line: &str) {
    eprintln!("{line}");
}
