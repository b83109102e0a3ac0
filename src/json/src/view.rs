//! The macro that declares views.

/// Declares partial views: structs that read the named fields of a JSON object and skip the others.
///
/// The key is the name of the field, or the literal after `=`. Field types are [`Slot`](crate::Slot)s:
/// [`Str`](crate::Str), [`List`](crate::List), [`Map`](crate::Map), `bool`, `i64`, `Option`, `Box` of a view, and other
/// views. A list in place of the object is an error.
///
/// ```
/// redline_json::view! {
///     /// A volume mount.
///     pub struct Mount<'a> {
///         /// Where the container sees it.
///         pub mount_path = "mountPath": redline_json::Str<'a>,
///     }
/// }
/// let mount: Mount = redline_json::read(r#"{"mountPath": "/host", "name": "x"}"#).unwrap();
/// assert_eq!(mount.mount_path, "/host");
/// assert!(redline_json::read::<Mount>("[]").is_err());
/// ```
#[macro_export]
macro_rules! view {
    ($(
        $(#[$doc:meta])*
        $vis:vis struct $name:ident<$lt:lifetime> {
            $( $(#[$fdoc:meta])* $fvis:vis $field:ident $(= $key:literal)? : $ty:ty ),* $(,)?
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Debug, Default, Clone)]
        $vis struct $name<$lt> {
            $( $(#[$fdoc])* $fvis $field: $ty, )*
            #[doc(hidden)]
            pub _life: ::core::marker::PhantomData<&$lt ()>,
        }

        impl<$lt> $crate::Slot<$lt> for $name<$lt> {
            fn empty() -> Self {
                Self::default()
            }
            fn shape() -> $crate::ValueType {
                $crate::ValueType::Object
            }
            fn kind(&self) -> $crate::ValueType {
                Self::shape()
            }
            fn part(&mut self, key: Option<&$crate::Str<$lt>>) -> Option<&mut dyn $crate::Slot<$lt>> {
                let key = &**key?;
                $( if key == $crate::view!(@key $field $($key)?) {
                    return Some(&mut self.$field);
                } )*
                None
            }
        }
    )*};
    (@key $field:ident $key:literal) => { $key };
    (@key $field:ident) => { stringify!($field) };
}
