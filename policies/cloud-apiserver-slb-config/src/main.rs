//! The module.
#![no_std]
#![no_main]
redline_guest::policy!(cloud_apiserver_slb_config, cloud);
