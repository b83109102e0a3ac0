//! Entry points of the policy module.
#![no_std]
#![no_main]
redline_guest::policy!(sysctl_tcp_tw_recycle, lookups);
