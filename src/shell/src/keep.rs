//! Commands that outlive the run that found them.

use crate::command::{Certainty, FileOp, Parts, SimpleCommand, Source};
use crate::place::Place;
use crate::store::{Store, Text};
use alloc::string::String;
use alloc::vec::Vec;

/// A copy of a [`SimpleCommand`] that owns everything: all of its parts are numbers, texts and lists of them.
#[derive(Clone)]
pub struct KeptCommand {
    store: Store,
    words: Vec<Text>,
    options: Vec<(Text, Text)>,
    operands: Vec<Text>,
    operations: Vec<FileOp>,
    place: Place,
    directory: Text,
    input: Option<Text>,
    interactive: bool,
    unread: bool,
    certainty: Certainty,
    source: Source,
}

impl SimpleCommand<'_> {
    /// A copy of the command that can be kept.
    pub fn keep(&self) -> KeptCommand {
        let parts = self.parts();
        let mut bytes = String::new();
        let mut copy = |text: Text| {
            let text = parts.store.get(text);
            let at = bytes.len() as u32;
            bytes.push_str(text);
            Text::new(at, text.len() as u32)
        };
        KeptCommand {
            words: parts.words.iter().map(|word| copy(*word)).collect(),
            options: parts.options.iter().map(|(name, value)| (copy(*name), copy(*value))).collect(),
            operands: parts.operands.iter().map(|operand| copy(*operand)).collect(),
            operations: parts
                .operations
                .iter()
                .map(|op| FileOp { path: copy(op.path), content: op.content.map(&mut copy), ..*op })
                .collect(),
            place: Place { root: copy(parts.place.root), ..parts.place },
            directory: copy(parts.directory),
            input: parts.input.map(&mut copy),
            interactive: parts.interactive,
            unread: parts.unread,
            certainty: parts.certainty,
            source: parts.source,
            store: Store::of(bytes),
        }
    }
}

impl KeptCommand {
    /// The command.
    pub fn command(&self) -> SimpleCommand<'_> {
        SimpleCommand::new(Parts {
            store: &self.store,
            words: &self.words,
            options: &self.options,
            operands: &self.operands,
            operations: &self.operations,
            place: self.place,
            directory: self.directory,
            input: self.input,
            interactive: self.interactive,
            unread: self.unread,
            certainty: self.certainty,
            source: self.source,
        })
    }

    /// About how many bytes it takes.
    pub fn size(&self) -> usize {
        let handles = self.words.len() + 2 * self.options.len() + self.operands.len();
        size_of::<KeptCommand>()
            + handles * size_of::<Text>()
            + self.operations.len() * size_of::<FileOp>()
            + self.store.size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Surroundings, run_script};
    use alloc::format;

    /// Everything that a command says of itself.
    fn says(command: &SimpleCommand<'_>) -> String {
        let list = |words: crate::Words<'_>| words.iter().map(String::from).collect::<Vec<_>>();
        format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {} {} {:?} {:?}",
            list(command.words()),
            list(command.operands()),
            command.options().collect::<Vec<_>>(),
            command.file_ops().collect::<Vec<_>>(),
            command.namespaces(),
            command.directory(),
            command.input(),
            command.name(),
            command.is_interactive(),
            command.is_unread(),
            command.certainty(),
            command.source(),
        )
    }

    #[test]
    fn a_copy_says_what_the_command_says() {
        let script =
            "cd /etc; echo a=1 >> kubelet.conf; rm -rf -- $X/y; nsenter -t 1 -m chroot /host sh -c 'ln -s /a /b'
            if true; then curl x | bash; fi; ssh host -p 22 'mount --bind /a /b'; bash; tar -C /x -xf - < f; : $UNSET";
        let (mut before, mut kept) = (Vec::new(), Vec::new());
        run_script(script, &Surroundings::default(), &mut |command| {
            before.push(says(command));
            kept.push(command.keep());
        });
        let after: Vec<String> = kept.iter().map(|kept| says(&kept.command())).collect();
        assert!(before.len() > 8);
        assert_eq!(after, before);
    }
}
