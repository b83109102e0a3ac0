//! The module.
#![no_std]
#![no_main]
redline_guest::policy!(redline_cloud, cloud);
