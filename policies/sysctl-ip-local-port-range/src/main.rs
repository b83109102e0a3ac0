//! Entry points of the policy module.
#![no_std]
#![no_main]
redline_guest::policy!(sysctl_ip_local_port_range, lookups);
