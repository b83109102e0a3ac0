//! The names that the source file of a rule uses: `use redline_engine::prelude::*`.

pub use alloc::{
    borrow::ToOwned,
    boxed::Box,
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

pub use redline_alibaba::{Action, ActionMatch, Change, Class, CloudContext, CloudOperation, CloudRule, When};
pub use redline_core::finding::{Finding, Findings, Level};
pub use redline_core::kinds;
pub use redline_core::language::{Bilingual, Text};
pub use redline_core::request_match::{
    CONNECT, CREATE, CREATE_UPDATE, CREATE_UPDATE_DELETE, DELETE, Interest, Operation, RequestMatch, UPDATE,
    UPDATE_DELETE, joined, of_interest, on, with_sub_resources,
};
pub use redline_core::rule::{ClusterKind, RuleDocs, RuleMetadata, Severity};
pub use redline_core::settings::{NoSettings, RuleSettings, Setting, SettingField, SettingType};
pub use redline_core::text;
pub use redline_guards as guards;
pub use redline_json::{Map, Str};
pub use redline_kubernetes::context::Context;
pub use redline_kubernetes::object_meta::{Object, ObjectMeta, PartialObjectMetadata};
pub use redline_kubernetes::request::Request;
pub use redline_kubernetes::rule::AdmissionRule;

pub use crate::rows;
