//! Who may be connected: so many at once, so many from one network, and nobody who takes a place without using it.
//!
//! A newcomer is never turned away. When all places are taken, those of the network that has most of them go that moved
//! least of late: a village at 2 KB/s moves more than ten thousand sockets that send a byte every twenty seconds.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::http::circles;

/// How often it is looked who moves.
pub(crate) const LOOK: Duration = Duration::from_secs(2);
/// A connection that is younger than this is let be while there are others.
const YOUNG: Duration = Duration::from_secs(3);
/// A connection that moves fewer bytes than [`LEAST`] in this time is closed, whatever it waits for.
const SPAN: Duration = Duration::from_secs(75);
/// The slowest that is served: thirty devices of a village that shares 2 KB/s are each a little faster.
const LEAST_PER_SECOND: u64 = 64;
const LEAST: u64 = LEAST_PER_SECOND * 75;
/// A body has this long before its pace is looked at.
const FIRST: Duration = Duration::from_secs(60);
/// Of all places, the share that is made free at once.
const AT_ONCE: usize = 64;

/// A network, or nobody's: a proxy that has not said yet whom it speaks for.
type Group = Option<(u128, u8)>;

/// All connections.
#[derive(Clone, Debug)]
pub struct Crowd(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    most: usize,
    most_of_one: usize,
    inside: Mutex<Inside>,
    /// Whether it was told that all places are taken, since the last look at it.
    told: AtomicBool,
}

#[derive(Debug, Default)]
struct Inside {
    next: u64,
    lines: HashMap<u64, Arc<Line>>,
    groups: HashMap<Group, usize>,
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Line {
    id: u64,
    shared: Arc<Shared>,
    group: Mutex<Group>,
    opened: Instant,
    /// Bytes in both directions.
    moved: AtomicU64,
    /// Bytes of late: half of what was before counts at each look.
    of_late: AtomicU64,
    seen: Mutex<Seen>,
    leave: Notify,
}

#[derive(Debug)]
struct Seen {
    at_look: u64,
    at_span: u64,
    span: Instant,
}

/// A place in the crowd; free again when dropped.
#[derive(Debug)]
pub(crate) struct Place(pub(crate) Arc<Line>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.shared.inside().remove(self.0.id);
    }
}

impl Default for Crowd {
    fn default() -> Self {
        Self::new(4_096, 1_024)
    }
}

impl Crowd {
    /// So many connections in all, and so many of one network.
    pub fn new(most: usize, most_of_one: usize) -> Self {
        let most = most.max(1);
        let most_of_one = if most_of_one == 0 { most } else { most_of_one.min(most) };
        Self(Arc::new(Shared { most, most_of_one, inside: Mutex::default(), told: AtomicBool::new(false) }))
    }

    /// Most connections at once.
    pub fn most(&self) -> usize {
        self.0.most
    }

    /// Gives a newcomer a place, if need be that of somebody who does not use it.
    pub(crate) fn enter(&self, peer: IpAddr, is_proxy: bool) -> Place {
        let group = (!is_proxy).then(|| circles(peer)[0]);
        let shared = &self.0;
        let mut inside = shared.inside();
        shared.make_room(&mut inside, group, None);
        if inside.lines.len() >= shared.most {
            if !shared.told.swap(true, Relaxed) {
                tracing::warn!(
                    most = shared.most,
                    "all connections are in use: the slowest are closed for new ones"
                );
            }
            let largest = inside.groups.iter().max_by_key(|(_, n)| **n).map(|(group, n)| (*group, *n));
            if let Some((largest, n)) = largest {
                inside.show_out(largest, (shared.most / AT_ONCE).clamp(1, n.div_ceil(2).max(1)), None);
            }
        }
        let now = Instant::now();
        let id = inside.next;
        inside.next += 1;
        let line = Arc::new(Line {
            id,
            shared: Arc::clone(shared),
            group: Mutex::new(group),
            opened: now,
            moved: AtomicU64::new(0),
            of_late: AtomicU64::new(0),
            seen: Mutex::new(Seen { at_look: 0, at_span: 0, span: now }),
            leave: Notify::new(),
        });
        inside.lines.insert(id, Arc::clone(&line));
        *inside.groups.entry(group).or_default() += 1;
        drop(inside);
        Place(line)
    }

    /// Looks who moves, and closes what has not moved for long.
    pub(crate) fn look(&self, now: Instant) {
        self.0.told.store(false, Relaxed);
        let lines: Vec<_> = self.0.inside().lines.values().cloned().collect();
        for line in lines.iter().filter(|line| line.is_stuck(now)) {
            line.leave.notify_one();
        }
    }
}

impl Shared {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sees to it that one more of a group is not too many.
    fn make_room(&self, inside: &mut Inside, group: Group, but: Option<u64>) {
        let of_group = inside.groups.get(&group).copied().unwrap_or_default();
        if group.is_some() && of_group >= self.most_of_one {
            inside.show_out(group, (self.most_of_one / AT_ONCE).max(1), but);
        }
    }
}

impl Inside {
    fn remove(&mut self, id: u64) {
        if let Some(line) = self.lines.remove(&id) {
            self.uncount(line.group());
        }
    }

    fn uncount(&mut self, group: Group) {
        if let Some(n) = self.groups.get_mut(&group) {
            *n -= 1;
            if *n == 0 {
                self.groups.remove(&group);
            }
        }
    }

    /// Closes `n` connections of a group: those that moved least of late, and of equal ones the oldest.
    fn show_out(&mut self, group: Group, n: usize, but: Option<u64>) {
        let now = Instant::now();
        let of_group = self.lines.values().filter(|line| line.group() == group && Some(line.id) != but);
        let mut worst: Vec<_> = of_group
            .map(|line| (now.saturating_duration_since(line.opened) < YOUNG, line.lately(), line.id))
            .collect();
        worst.sort_unstable();
        for (_, _, id) in worst.into_iter().take(n) {
            if let Some(line) = self.lines.get(&id) {
                line.leave.notify_one();
            }
            self.remove(id);
        }
    }
}

impl Line {
    fn group(&self) -> Group {
        *self.group.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A proxy has said whom it speaks for.
    pub(crate) fn is_of(&self, client: IpAddr) {
        let group = Some(circles(client)[0]);
        if self.group() == group {
            return;
        }
        let mut inside = self.shared.inside();
        if !inside.lines.contains_key(&self.id) {
            return;
        }
        self.shared.make_room(&mut inside, group, Some(self.id));
        let before =
            std::mem::replace(&mut *self.group.lock().unwrap_or_else(PoisonError::into_inner), group);
        inside.uncount(before);
        *inside.groups.entry(group).or_default() += 1;
    }

    /// Done when this connection has to go.
    pub(crate) async fn shown_out(&self) {
        self.leave.notified().await;
    }

    fn moved(&self, bytes: usize) {
        self.moved.fetch_add(bytes as u64, Relaxed);
    }

    fn lately(&self) -> u64 {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        self.of_late.load(Relaxed) + self.moved.load(Relaxed).saturating_sub(seen.at_look)
    }

    fn is_stuck(&self, now: Instant) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let moved = self.moved.load(Relaxed);
        self.of_late.store(self.of_late.load(Relaxed) / 2 + (moved - seen.at_look), Relaxed);
        seen.at_look = moved;
        if now.saturating_duration_since(seen.span) < SPAN {
            return false;
        }
        let is_stuck = moved - seen.at_span < LEAST;
        (seen.at_span, seen.span) = (moved, now);
        is_stuck
    }
}

/// How fast a body comes. The same pace as that of a connection, over the whole body: else a body that is too slow for one
/// of the two rules would do for the other.
#[derive(Debug)]
pub(crate) struct Pace {
    bytes: u64,
    since: Instant,
}

impl Pace {
    pub(crate) fn new(since: Instant) -> Self {
        Self { bytes: 0, since }
    }

    /// Takes note of more bytes; false if they come too slowly.
    pub(crate) fn keeps_up(&mut self, more: usize, now: Instant) -> bool {
        self.bytes += more as u64;
        let allowed = FIRST + Duration::from_secs(self.bytes / LEAST_PER_SECOND);
        now.saturating_duration_since(self.since) <= allowed
    }
}

/// A stream whose bytes are counted.
#[derive(Debug)]
pub(crate) struct Watched<S> {
    pub(crate) stream: S,
    pub(crate) line: Arc<Line>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buf);
        self.line.moved(buf.filled().len() - before);
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, buf);
        if let Poll::Ready(Ok(bytes)) = polled {
            self.line.moved(bytes);
        }
        polled
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        if let Poll::Ready(Ok(bytes)) = polled {
            self.line.moved(bytes);
        }
        polled
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests;
