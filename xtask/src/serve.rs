//! `cargo xtask serve`: the page and the hub, built when needed, running until Ctrl-C.

mod hub;
mod lan;

use anyhow::{Result, bail};

use crate::args::Args;
use crate::page::{self, Plan};
use crate::toolchain::SmallStd;
use crate::{repo, run};
pub(crate) use hub::{Hub, stop_asked, stop_on_ctrl_c};
pub(crate) use lan::free_port;

/// Runs the verb.
pub(crate) fn serve(args: &Args) -> Result<()> {
    let wanted = match args.value("port").unwrap_or("8080").parse::<u16>() {
        Ok(port) => port,
        Err(_) => bail!("--port takes a number up to 65535"),
    };
    let open = match args.value("open").unwrap_or("no") {
        "yes" => true,
        "no" => false,
        other => bail!("--open takes yes or no, not “{other}”"),
    };
    let plan = Plan { fast: false, small: SmallStd::parse(args.value("release-std"))? };
    let binary = build_both(&plan)?;

    let port = lan::free_port(wanted)?;
    if port != wanted {
        eprintln!("· port {wanted} is taken; using {port}");
    }
    let data = repo::root().join(args.value("data").unwrap_or("data"));
    let hub = Hub::start(&binary, port, &data)?;
    announce(port, &data.display().to_string());
    if open {
        open_browser(&format!("http://localhost:{port}/"));
    }
    hub.run_until_stopped()
}

/// Builds the page and the hub at the same time. Gives the hub's program.
pub(crate) fn build_both(plan: &Plan) -> Result<std::path::PathBuf> {
    let (page, hub) = std::thread::scope(|scope| {
        let hub = scope.spawn(hub::build);
        (page::build(plan), hub.join())
    });
    page?;
    hub.map_err(|_| anyhow::anyhow!("the hub's build crashed"))?
}

fn announce(port: u16, data: &str) {
    println!("\nLắng Nghe is running; its database is in {data}. Stop it with Ctrl-C.\n");
    println!("  on this machine    http://localhost:{port}/");
    println!("  for officials      http://localhost:{port}/can-bo");
    println!(
        "                     the password is in {data}/officials-password.txt; the name may stay empty"
    );
    let Some(address) = lan::address() else {
        println!("  this machine is in no network, so phones cannot reach it\n");
        return;
    };
    let url = format!("http://{address}:{port}/");
    println!("  for phones nearby  {url}\n");
    if let Some(code) = lan::qr(&url) {
        println!("{code}");
    }
    println!(
        "  Over plain http phones can answer and send, but not reopen the page offline: browsers allow\n  \
         that on https addresses and on localhost only.\n"
    );
}

/// Tries; whoever has no desktop still has the address on the terminal.
fn open_browser(url: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if run::quiet(run::command(opener).arg(url)).is_err() {
        eprintln!("· no browser could be opened from here");
    }
}
