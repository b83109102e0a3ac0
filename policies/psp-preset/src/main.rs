//! Entry points of the policy module.
#![no_std]
#![no_main]
redline_guest::policy!(psp_preset);
