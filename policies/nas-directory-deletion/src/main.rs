//! Entry points of the policy module.
#![no_std]
#![no_main]
redline_guest::policy!(nas_directory_deletion, lookups);
