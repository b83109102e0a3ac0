//! `redline check`, `plan`, `trail` and `baseline`: what there is, shown to the rules.

use std::collections::HashMap;

use redline_input::{Act, Operation, RawShape, Review, Subject, kinds, subjects, yaml};
use serde_json::Value;

use crate::args;
use crate::baseline::{self, LetBe};
use crate::config::Config;
use crate::error::{CliError, Outcome};
use crate::inputs::read;
use crate::job::Job;
use crate::modules;
use crate::report::Report;

/// What plain objects are put to.
struct Acts {
    act: Act,
    old: Option<HashMap<Identity, Value>>,
}

/// Group, kind, namespace, name.
pub(crate) type Identity = [String; 4];

/// Judges the files and prints the report.
pub(crate) fn run(args: &args::Check) -> Result<Outcome, CliError> {
    let (rules, config) = modules::chosen(&args.judging)?;
    let report = Report::new(&args.judging.reporting, &config)?;
    let acts = Acts::new(args)?;
    let let_be = LetBe::load(config, args.judging.reporting.baseline.as_deref())?;
    let request = Box::new(|object| acts.review(object));
    Job { rules, request, only: None, let_be }.run(&args.files, report)
}

/// Judges plans or trails: everything in the files must be of this shape.
pub(crate) fn cloud(args: &args::Cloud, only: RawShape) -> Result<Outcome, CliError> {
    let (rules, config) = modules::chosen(&args.judging)?;
    let report = Report::by_rule(&args.judging.reporting, &config, args.all)?;
    let let_be = LetBe::load(config, args.judging.reporting.baseline.as_deref())?;
    let request = Box::new(|object| {
        Err([Subject::Object(object).title(), String::new(), "this is no cloud operation".to_owned()])
    });
    Job { rules, request, only: Some(only), let_be }.run_cloud(&args.files, report)
}

/// Records what is found today, so that later reports show only what is new.
pub(crate) fn record(args: &args::Baseline) -> Result<Outcome, CliError> {
    let (rules, config) = modules::chosen(&args.check.judging)?;
    let acts = Acts::new(&args.check)?;
    // What an older baseline knows is found again and recorded again; what is waived is not.
    let config = Config { baseline: None, ..config };
    let job =
        Job { rules, request: Box::new(|object| acts.review(object)), only: None, let_be: LetBe::load(config, None)? };
    let mut all = Vec::new();
    let mut unread = Vec::new();
    job.each(&args.check.files, |judged| {
        match &judged.rulings {
            Ok(_) => all.push(judged),
            Err(why) => unread.push(format!("{}: {why}", judged.place)),
        }
        Ok(())
    })?;
    let (count, text) = baseline::record(&all)?;
    std::fs::write(&args.out, text).map_err(|e| format!("cannot write `{}`: {e}", args.out.display()))?;
    unread.iter().for_each(|why| eprintln!("not recorded: {why}"));
    println!("{count} findings of {} objects recorded in {}", all.len(), args.out.display());
    Ok(if unread.is_empty() { Outcome::Clean } else { Outcome::Failed })
}

impl Acts {
    fn new(args: &args::Check) -> Result<Self, CliError> {
        let requester = args.who.requester();
        let old = args.old.as_deref().map(objects_in).transpose()?;
        match (args.operation, &old) {
            (Operation::Update, None) => return Err("`--operation UPDATE` needs `--old FILE`".to_owned().into()),
            (Operation::Update, Some(_)) | (_, None) => {}
            _ => return Err("`--old FILE` is for `--operation UPDATE`".to_owned().into()),
        }
        let act = Act { operation: args.operation, requester, old: None, dry_run: false };
        Ok(Acts { act, old })
    }

    /// The request that does our operation to this object. Errors: the object's title, the operation, and why not.
    fn review(&self, object: Value) -> Result<Value, [String; 3]> {
        let doing = || self.act.operation.as_str().to_owned();
        let title = |object: &Value| Subject::Object(object.clone()).title();
        let old = match &self.old {
            None => None,
            Some(old) => match old.get(&identity(&object)) {
                Some(old) => Some(old.clone()),
                None => {
                    return Err([title(&object), doing(), "`--old` has no object of this kind and name".to_owned()]);
                }
            },
        };
        let name = title(&object);
        let act = Act { old, ..self.act.clone() };
        Review::of(object, &act).map(Review::into_request).map_err(|why| [name, doing(), why])
    }
}

/// The plain objects of a file, by what they are.
pub(crate) fn objects_in(file: &str) -> Result<HashMap<Identity, Value>, CliError> {
    let text = read(file)?;
    let mut objects = HashMap::new();
    for (_, value) in yaml::chunks(&text).iter().flat_map(|chunk| chunk.values(file)) {
        for item in subjects(value?) {
            match item.subject {
                Ok(Subject::Object(object)) => objects.insert(identity(&object), object),
                Ok(_) => return Err(format!("{file}: `--old` takes plain objects").into()),
                Err(why) => return Err(format!("{file}: {why}").into()),
            };
        }
    }
    Ok(objects)
}

pub(crate) fn identity(object: &Value) -> Identity {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let (group, _) = kinds::split_api_version(text("/apiVersion"));
    let namespace = match text("/metadata/namespace") {
        "" if kinds::of_object(text("/apiVersion"), text("/kind")).namespaced => "default",
        namespace => namespace,
    };
    [group, text("/kind"), namespace, text("/metadata/name")].map(str::to_owned)
}
