//! The module.
#![no_std]
#![no_main]
redline_guest::policy!(autoscaled_pool_scaling);
