//! The table as text: what was pasted, or a file read piece by piece.

use lang_nghe_sheet::{Decoded, Decoder, NotDecoded};

use super::Room;
use super::turns::Turns;
use crate::platform::event::{self, ChosenFile};
use crate::text::Text;

/// Most bytes of a file: what a phone has room for beside the page. A form of 78 answers takes some 170.
pub(super) const MOST_MB: u64 = 200;

/// Bytes of a file that are read at once.
const PIECE: u64 = 1 << 18;

/// Where a table comes from.
#[derive(Debug)]
pub(super) enum Source {
    /// The field.
    Pasted(String),
    /// A file.
    File(ChosenFile),
}

/// Why there is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoText {
    /// Reading was given up.
    GivenUp,
    /// The file cannot be read.
    Unread,
    /// It is a workbook.
    Workbook,
    /// It is too large for this page, or for this device.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
    },
}

impl NoText {
    /// In words; `None` where there is nothing to say.
    pub(super) fn words(self, room: Room) -> Option<String> {
        let tongue = room.tongue;
        match self {
            Self::GivenUp => None,
            Self::Unread => Some(tongue.say(Text::TableFileUnread).to_owned()),
            Self::Workbook => Some(tongue.say(Text::OwnFormsWorkbook).to_owned()),
            Self::TooLarge { bytes } => {
                let size = super::Numbers::of(tongue).whole(bytes.div_ceil(1_000_000));
                let values = [("n", size.as_str()), ("most", &MOST_MB.to_string())];
                Some(tongue.fill(Text::OwnFormsTooLarge, &values))
            }
        }
    }
}

/// The text. Of a file it is read a little at a time, so that the page goes on answering.
pub(super) async fn text(source: Source, turns: &mut Turns) -> Result<Decoded, NoText> {
    let file = match source {
        Source::Pasted(text) => return Ok(Decoded { text: event::composed(&text), is_cut: false }),
        Source::File(file) => file,
    };
    let bytes = file.bytes();
    let too_large = NoText::TooLarge { bytes };
    if bytes > MOST_MB * 1_000_000 {
        return Err(too_large);
    }
    let mut decoder = Decoder::default();
    let mut from = 0;
    while from < bytes {
        let to = bytes.min(from + PIECE);
        let piece = file.piece(from, to).await.ok_or(NoText::Unread)?;
        // Less than was asked for: the file has become shorter.
        if piece.len() as u64 != to - from {
            return Err(NoText::Unread);
        }
        decoder.push(&piece).map_err(|fault| match fault {
            NotDecoded::Workbook => NoText::Workbook,
            NotDecoded::NoRoom => too_large,
        })?;
        from = to;
        turns.opened(from, bytes);
        turns.rest().await.ok_or(NoText::GivenUp)?;
    }
    Ok(decoder.finish())
}
