//! The module.
#![no_std]
#![no_main]
redline_guest::policy!(cloud_control_plane_membership, cloud);
