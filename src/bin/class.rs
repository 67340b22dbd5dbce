//! What stands beside the lessons: a class at a mobile point, completion sheets and their check.

fn main() {
    lang_nghe::pages::learn::start_class();
}
