//! Values that are kept as text: checked against the whole grammar, and not built.

use crate::block::Block;
use crate::fault::Fault;
use crate::nesting::Nesting;
use crate::scan::Scanner;

impl<'a, B: Block> Scanner<'a, B> {
    /// Passes a value of any depth. Returns its text.
    pub(crate) fn check(&mut self) -> Result<&'a str, Fault> {
        let first = self.token()?;
        let start = self.at;
        if !matches!(first, b'{' | b'[') {
            self.leaf(first)?;
            return self.since(start);
        }
        let mut nesting = Nesting::new();
        loop {
            // Here a value begins.
            let first = self.token()?;
            let mut complete = true;
            if matches!(first, b'{' | b'[') {
                let curly = first == b'{';
                if self.open(closing(curly))? {
                    nesting.open(curly);
                    complete = false;
                }
            } else {
                self.leaf(first)?;
            }
            // Here one ends, and perhaps some that it is the last part of.
            loop {
                let Some(curly) = nesting.curly() else { return self.since(start) };
                if !complete || self.another(closing(curly))? {
                    if curly {
                        self.key()?;
                        self.colon()?;
                    }
                    break;
                }
                nesting.close();
            }
        }
    }
}

fn closing(curly: bool) -> u8 {
    if curly { b'}' } else { b']' }
}
