//! The module.
#![no_std]
#![no_main]
redline_guest::policy!(cloud_scaling_group_size, cloud);
