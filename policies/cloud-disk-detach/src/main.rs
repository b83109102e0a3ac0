//! The module.
#![no_std]
#![no_main]
redline_guest::policy!(cloud_disk_detach, cloud);
