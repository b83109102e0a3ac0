//! The writer against serde_json.

use proptest::collection::vec;
use proptest::prelude::{any, proptest};

use crate::write::{list, object, string};

proptest! {
    #[test]
    fn writes_strings_as_serde_json_does(text in any::<String>(), controls in "[\u{0}-\u{7f}]{0,40}") {
        for text in [text, controls] {
            let mut ours = String::new();
            string(&mut ours, &text);
            assert_eq!(ours, serde_json::to_string(&text).unwrap());
        }
    }

    #[test]
    fn writes_objects_and_lists(members in vec((".*", vec(".*", 0..4)), 0..4)) {
        let mut ours = String::new();
        object(&mut ours, |out| {
            for (key, texts) in &members {
                list(out.member(key), texts, |out, text| string(out, text));
            }
        });
        let fields = members.iter().map(|(key, texts)| {
            format!("{}:{}", serde_json::to_string(key).unwrap(), serde_json::to_string(texts).unwrap())
        });
        assert_eq!(ours, format!("{{{}}}", fields.collect::<Vec<_>>().join(",")));
    }
}
