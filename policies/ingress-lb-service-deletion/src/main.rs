//! Entry points of the policy module.
#![no_std]
#![no_main]
redline_guest::policy!(ingress_lb_service_deletion, lookups);
