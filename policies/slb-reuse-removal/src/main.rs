//! Entry points of the policy module.
#![no_std]
#![no_main]
redline_guest::policy!(slb_reuse_removal);
