//! Drawing in the browser: each page is a root of its own, put in place of the one before.

use std::any::Any;
use std::cell::RefCell;

use leptos::mount::mount_to;
use leptos::prelude::*;

use crate::app::{App, Canvas};
use crate::pages;
use crate::platform::document;
use crate::state::State;
use crate::ui::footer::{foot, frame};

/// What is drawn at the moment. Letting go of a part takes it off the page.
#[derive(Default)]
pub(super) struct Drawn {
    frame: Part,
    page: Part,
    foot: Part,
}

type Part = RefCell<Option<Box<dyn Any>>>;

/// A place on the page that a view is drawn into.
struct Place(&'static str);

impl Canvas for Place {
    type Drawn = Option<Box<dyn Any>>;

    fn draw(self, view: impl IntoView + 'static) -> Self::Drawn {
        let parent = document::place(self.0)?;
        Some(Box::new(mount_to(parent, move || view)))
    }
}

impl Drawn {
    /// Draws everything anew.
    pub(super) fn all(&self, app: App) {
        for part in [&self.foot, &self.page, &self.frame] {
            part.take();
        }
        document::set_language(&app.read(|state| state.pack.lang.clone()));
        self.frame.replace(Place("body").draw(frame(app)));
        self.page(app);
        self.foot(app);
    }

    /// Draws the page that is open.
    pub(super) fn page(&self, app: App) {
        self.page.take();
        document::set_title(&app.read(State::title));
        self.page.replace(pages::current(app, Place("main")));
    }

    /// Draws the bottom of the page.
    pub(super) fn foot(&self, app: App) {
        self.foot.take();
        self.foot.replace(Place("#foot").draw(foot(app)));
    }
}
