//! Connections, and ending without losing anything.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

use crate::http::{self, Peer};
use crate::{Hub, backup, erasure};

/// Longest wait for the first lines of a request.
const HEADERS: Duration = Duration::from_secs(30);
/// Most connections at once; further ones wait in the system's queue.
const CONNECTIONS: usize = 4_096;
/// How often the hub looks after itself: forgets addresses, erases what is due.
const ROUND: Duration = Duration::from_secs(60);

/// Answers until `stop` is done, then finishes what is open, for at most `grace`.
///
/// # Errors
/// The listener is broken.
pub async fn serve(
    hub: Arc<Hub>,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
    grace: Duration,
) -> io::Result<()> {
    let router = http::router(Arc::clone(&hub));
    let rounds = tokio::spawn(look_after(Arc::clone(&hub)));
    let open = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        let stream = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut stop => break,
        };
        if let Some((stream, place)) = stream {
            let connection = open.watch(connect(&router, stream));
            tokio::spawn(async move {
                // A connection that breaks is everyday life; there is nobody to tell.
                let _ = connection.await;
                drop(place);
            });
        }
    }
    drop(listener);
    rounds.abort();
    if tokio::time::timeout(grace, open.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time; nothing of them was stored");
    }
    hub.storage.close().await;
    Ok(())
}

type Place = tokio::sync::OwnedSemaphorePermit;

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> Option<(TcpStream, Place)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, place)),
        Err(error) => {
            // Out of file handles, most likely: waiting lets some connections end.
            tracing::warn!(%error, "a connection could not be taken");
            tokio::time::sleep(Duration::from_millis(200)).await;
            None
        }
    }
}

fn connect(router: &Router, stream: TcpStream) -> impl GracefulConnection<Error = hyper::Error> + use<> {
    let peer = stream.peer_addr().map(|address| Peer(address.ip()));
    // Answers are small and whole: they need not wait to be joined with others.
    let _ = stream.set_nodelay(true);
    let router = router.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        if let Ok(peer) = peer {
            request.extensions_mut().insert(peer);
        }
        let router = router.clone();
        async move {
            let answered: Result<_, Infallible> = router.oneshot(request).await;
            answered
        }
    });
    hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .serve_connection(TokioIo::new(stream), service)
}

/// Rounds while the hub runs.
async fn look_after(hub: Arc<Hub>) {
    let warm = Arc::clone(&hub);
    let _ = tokio::task::spawn_blocking(move || http::warm(&warm)).await;
    let mut rounds = tokio::time::interval(ROUND);
    let mut looked = None;
    loop {
        rounds.tick().await;
        hub.limit.sweep();
        let today = (hub.clock)().ok();
        if today != looked {
            erasure::round(&hub).await;
            backup::daily(&hub).await;
            looked = today;
        }
    }
}

/// Done when the process is asked to end: Ctrl-C, or SIGTERM from a service manager.
pub async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Without signals the hub runs until it is ended from outside.
        std::future::pending::<()>().await;
    }
}
