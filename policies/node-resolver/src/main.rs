#![no_main]
redline_guest::policy!(node_resolver, lookups);
