//! The module.
#![no_std]
#![no_main]
redline_guest::policy!(cloud_autoscaled_pool_scaling, cloud);
