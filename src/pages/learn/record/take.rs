//! Recording one part: microphone, sound, and keeping it.

use lang_nghe_lesson::speech::{
    About, Consent, Hash, Held, Key, LONGEST_MS, Origin, Recording, SHORTEST_MS, STATEMENT, best,
};
use lang_nghe_store::StoreError;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use crate::pages::learn::{focus_soon, today};
use crate::platform::microphone::{Microphone, MicrophoneError, Take};
use crate::platform::sound::Sound;
use crate::platform::speech::End;
use crate::platform::{clock, event};
use crate::text::Text;

/// How often the seconds are counted.
const BEAT_MS: u32 = 200;

/// What goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Nothing,
    /// The browser asks the person.
    Asking,
    /// So many seconds so far.
    Recording(u32),
    /// What was recorded is being put away.
    Keeping,
    /// What was recorded is being heard.
    Hearing,
}

/// A speaker at a lesson.
#[derive(Clone, Copy)]
pub(super) struct Studio {
    pub(super) desk: Desk,
    /// Number of the part that is open.
    pub(super) part: RwSignal<u16>,
    pub(super) doing: RwSignal<Doing>,
    /// What is told about the last attempt.
    pub(super) told: RwSignal<Option<Text>>,
    /// Length of what was recorded last, in milliseconds.
    millis: RwSignal<Option<u32>>,
    /// The day of the consent.
    day: StoredValue<String>,
    microphone: StoredValue<Option<Microphone>, LocalStorage>,
    take: StoredValue<Option<Take>, LocalStorage>,
    sound: StoredValue<Option<Sound>, LocalStorage>,
}

impl Studio {
    /// After the speaker agreed.
    pub(super) fn new(desk: Desk) -> Self {
        Self {
            desk,
            part: RwSignal::new(0),
            doing: RwSignal::new(Doing::Nothing),
            told: RwSignal::new(None),
            millis: RwSignal::new(None),
            day: StoredValue::new(today()),
            microphone: StoredValue::new_local(None),
            take: StoredValue::new_local(None),
            sound: StoredValue::new_local(None),
        }
    }

    fn key(self, part: u16) -> Option<Key> {
        let (lesson, edition) = self.desk.pack.with_value(|pack| {
            pack.as_ref().map(|pack| (pack.lesson.id.clone(), pack.lesson.edition.clone()))
        })?;
        Some(Key { lang: self.desk.lang.get_untracked(), lesson, edition, part })
    }

    /// What was recorded of a part here; tracked.
    pub(super) fn held(self, part: u16) -> Option<Held> {
        let key = self.key(part)?;
        self.desk.learn.speech.held.with(|held| {
            let own: Vec<Held> = held.iter().filter(|one| one.origin == Origin::Own).cloned().collect();
            best(&own, &key).cloned()
        })
    }

    /// Length of what was recorded of the open part just now, in whole seconds.
    pub(super) fn seconds(self) -> Option<u32> {
        self.millis.get().map(|millis| millis.div_ceil(1000))
    }

    /// Whether somebody's voice would be lost if the page went now.
    pub(super) fn is_reading(self) -> bool {
        matches!(self.doing.try_get_untracked(), Some(Doing::Recording(_) | Doing::Keeping))
    }

    /// How loud it is; `None` once nothing is recorded.
    pub(super) fn level(self) -> Option<u8> {
        let recording = matches!(self.doing.try_get_untracked()?, Doing::Recording(_));
        self.microphone.with_value(|open| open.as_ref().filter(|_| recording)?.level())
    }

    /// Opens another part.
    pub(super) fn open(self, part: u16) {
        self.hush();
        self.told.set(None);
        self.millis.set(None);
        self.part.set(part);
        focus_soon("#heading");
    }

    /// Begins to record; called from a tap.
    pub(super) fn start(self) {
        self.hush();
        self.told.set(None);
        self.millis.set(None);
        spawn_local(async move {
            if self.microphone.with_value(Option::is_none) {
                self.doing.set(Doing::Asking);
                let open = match Microphone::open().await {
                    Ok(open) => open,
                    Err(error) => return self.trouble(error),
                };
                // Somebody who has left the page meanwhile is not listened to.
                if self.microphone.try_set_value(Some(open)).is_some() {
                    return;
                }
            }
            let take = self.microphone.with_value(|open| open.as_ref().map(Microphone::record));
            match take {
                Some(Ok(take)) => self.take.set_value(Some(take)),
                Some(Err(error)) => return self.trouble(error),
                None => return self.trouble(MicrophoneError::Failed),
            }
            self.doing.set(Doing::Recording(0));
            focus_soon("#stop");
            self.count().await;
        });
    }

    /// Counts the seconds, and ends what has become too long.
    async fn count(self) {
        loop {
            clock::sleep(BEAT_MS).await;
            let Some(Some(millis)) = self.take.try_with_value(|take| take.as_ref().map(Take::millis)) else {
                return;
            };
            self.doing.set(Doing::Recording(millis / 1000));
            if millis >= LONGEST_MS - BEAT_MS {
                self.stop().await;
                return self.told.set(Some(Text::SpeechLongest));
            }
        }
    }

    /// Ends the recording and keeps it.
    pub(super) async fn stop(self) {
        let Some(take) = self.take.try_update_value(Option::take).flatten() else { return };
        // Asked for now: the page may be left before the last of the sound has come.
        let Some(about) = self.about() else { return self.trouble(MicrophoneError::Failed) };
        self.doing.set(Doing::Keeping);
        match take.finish().await {
            Ok((_, millis)) if millis < SHORTEST_MS => self.told.set(Some(Text::SpeechTooShort)),
            Ok((audio, millis)) => {
                match self.keep(About { millis: millis.min(LONGEST_MS), ..about }, audio).await {
                    Ok(_) => self.millis.set(Some(millis)),
                    Err(StoreError::Full) => self.told.set(Some(Text::SpeechFull)),
                    Err(_) => self.told.set(Some(Text::SpeechUnkept)),
                }
            }
            Err(error) => return self.trouble(error),
        }
        self.doing.set(Doing::Nothing);
        focus_soon("#after");
    }

    /// What a recording of the open part says about itself.
    fn about(self) -> Option<About> {
        let label = event::composed(self.desk.label.get_untracked().trim());
        Some(About {
            key: self.key(self.part.get_untracked())?,
            consent: Consent { statement: STATEMENT, day: self.day.get_value() },
            label: Some(label).filter(|label| !label.is_empty()),
            millis: 0,
        })
    }

    async fn keep(self, about: About, audio: Vec<u8>) -> Result<Hash, StoreError> {
        // What was recorded here before of the same part was read again: it gives way.
        let speech = self.desk.learn.speech;
        let instead: Vec<Hash> = speech.held.with_untracked(|held| {
            let same = |one: &&Held| one.origin == Origin::Own && one.key == about.key;
            held.iter().filter(same).map(|one| one.hash).collect()
        });
        speech.keep(&Recording { about, audio }, Origin::Own, &instead).await
    }

    /// Plays what was recorded of the open part.
    pub(super) fn hear(self) {
        let Some(held) = untrack(|| self.held(self.part.get_untracked())) else { return };
        self.doing.set(Doing::Hearing);
        spawn_local(async move {
            let recording = self.desk.learn.speech.recording(held.hash).await;
            if self.doing.try_get_untracked() != Some(Doing::Hearing) {
                return;
            }
            let ended = move |end| {
                if self.doing.try_get_untracked() != Some(Doing::Hearing) {
                    return;
                }
                if end == End::Failed {
                    self.told.set(Some(Text::SpeechUnplayable));
                }
                self.hush();
            };
            let sound = recording.and_then(|recording| {
                Sound::play(&recording.audio, recording.kind().ok()?.media_type(), 1.0, ended)
            });
            match sound {
                Some(sound) => self.sound.set_value(Some(sound)),
                None => ended(End::Failed),
            }
        });
    }

    /// Falls silent.
    pub(super) fn hush(self) {
        self.sound.set_value(None);
        if self.doing.get_untracked() == Doing::Hearing {
            self.doing.set(Doing::Nothing);
        }
    }

    /// Lets go of the microphone.
    pub(super) fn leave(self) {
        self.hush();
        self.take.set_value(None);
        self.microphone.set_value(None);
        self.doing.set(Doing::Nothing);
    }

    fn trouble(self, error: MicrophoneError) {
        self.microphone.set_value(None);
        self.told.set(Some(match error {
            MicrophoneError::Denied => Text::SpeechDenied,
            MicrophoneError::Absent => Text::SpeechAbsent,
            MicrophoneError::InUse => Text::SpeechInUse,
            MicrophoneError::Unsupported => Text::SpeechUnsupported,
            MicrophoneError::Failed => Text::SpeechFailed,
        }));
        self.doing.set(Doing::Nothing);
        focus_soon("#record");
    }
}
