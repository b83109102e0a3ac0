//! Kernel parameters of a node (rows 33 to 37).

use crate::sysctl::{Parameter, number};
use redline_core::finding::Level;
use redline_text::words;

/// Row 33: forwarding of packets is disabled.
pub static IP_FORWARD: Parameter = Parameter {
    names: &["net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding", "net.ipv4.conf.eth*.forwarding"],
    bad: |value| number(value) == Some(0),
    pod: Level::Deny,
};

/// Row 34: the reverse path filter is enabled.
pub static RP_FILTER: Parameter = Parameter {
    names: &["net.ipv4.conf.all.rp_filter", "net.ipv4.conf.default.rp_filter", "net.ipv4.conf.eth*.rp_filter"],
    bad: |value| matches!(number(value), Some(1 | 2)),
    pod: Level::Deny,
};

/// Row 35: connections in the state TIME_WAIT are reused.
pub static TCP_TW_REUSE: Parameter =
    Parameter { names: &["net.ipv4.tcp_tw_reuse"], bad: |value| number(value) == Some(1), pod: Level::Deny };

/// Row 36: connections in the state TIME_WAIT are recycled early.
pub static TCP_TW_RECYCLE: Parameter = Parameter {
    names: &["net.ipv4.tcp_tw_recycle"],
    bad: |value| number(value).is_some_and(|n| n != 0),
    pod: Level::Deny,
};

/// Row 37: the range of local ports differs from the default.
pub static IP_LOCAL_PORT_RANGE: Parameter = Parameter {
    names: &["net.ipv4.ip_local_port_range"],
    bad: |value| words(value, false) != ["32768", "60999"],
    pod: Level::Warn,
};
