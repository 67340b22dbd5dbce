//! The program `lang-nghe-hub`: reads settings, does what the command says.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{CommandFactory as _, FromArgMatches as _};
use lang_nghe_hub::commands::{self, CommandError};
use lang_nghe_hub::settings::{self, Command, LogFormat, Settings};
use lang_nghe_hub::start::{self, StartError};
use lang_nghe_hub::{erasure, serve};
use tracing_subscriber::fmt;

/// Longest look through the database before the hub answers; a larger one is looked through while it does.
const LOOK: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let matches = Settings::command().get_matches();
    let settings = Settings::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    log_to_stderr(&settings);
    let done = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Runtime);
    match done.and_then(|runtime| runtime.block_on(run(&settings, &settings::lines(&matches)))) {
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
    #[error(transparent)]
    Command(#[from] CommandError),
    #[error("the system refused: {0}")]
    Runtime(std::io::Error),
}

async fn run(settings: &Settings, lines: &str) -> Result<ExitCode, Failure> {
    match settings.command.clone().unwrap_or(Command::Serve) {
        Command::Serve => serve_until_asked(settings, lines).await,
        Command::Check => {
            let good = commands::check(settings, &tell).await?;
            Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Command::Backup { folder } => done(commands::backup(settings, &folder, &tell).await),
        Command::Restore { folder, replace } => {
            done(commands::restore(settings, (&folder, replace), &tell).await)
        }
        Command::Aside(what) => done(commands::set_aside(settings, &what, &tell).await),
        Command::Erase(what) => done(commands::erase(settings, &what, &tell).await),
    }
}

fn done(result: Result<(), CommandError>) -> Result<ExitCode, Failure> {
    result?;
    Ok(ExitCode::SUCCESS)
}

async fn serve_until_asked(settings: &Settings, lines: &str) -> Result<ExitCode, Failure> {
    let hub = start::start(settings).await?;
    start::keep_settings(&settings.folders.data, lines)?;
    let looked = hub.health.look_for(hub.storage.as_ref(), LOOK).await;
    erasure::round(&hub).await;
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
    let hub = Arc::new(hub);
    if !looked {
        let hub = Arc::clone(&hub);
        tokio::spawn(async move { hub.health.look(hub.storage.as_ref()).await });
    }
    serve::serve(hub, listener, serve::asked_to_end(), grace).await.map_err(Failure::Runtime)?;
    tracing::info!("the hub has ended; everything accepted is stored");
    Ok(ExitCode::SUCCESS)
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
