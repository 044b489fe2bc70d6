//! The tables and columns: every property that terms ask for, and how it is read from a
//! record.

use super::row::{Row, Value};

macro_rules! tables {
    ($(
        $(#[$table_doc:meta])*
        $table:ident = $table_text:literal $(of $owner:ident)?: $row:pat => {
            $(
                $(#[$doc:meta])*
                $name:ident $(after $($before:ident),+)?: $asked:ident = $text:literal, $noun:literal, $value:expr;
            )*
        }
    )*) => {
        /// A table that terms ask about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Table {
            $($(#[$table_doc])* $table,)*
        }

        impl Table {
            /// All tables.
            pub const ALL: &'static [Self] = &[$(Self::$table,)*];

            /// Returns its name in the default schema.
            #[must_use]
            pub const fn default_name(self) -> &'static str {
                match self {
                    $(Self::$table => $table_text,)*
                }
            }

            /// Returns its columns, in order.
            #[must_use]
            pub const fn columns(self) -> &'static [Column] {
                match self {
                    $(Self::$table => &[$(Column::$name,)*],)*
                }
            }

            /// Returns the column with the id of the computer that a row belongs to, or
            /// `None` for the tables of the records themselves.
            #[must_use]
            pub const fn owner(self) -> Option<Column> {
                match self {
                    $(Self::$table => tables!(@optional $($owner)?),)*
                }
            }
        }

        /// A column: a property of a record that terms ask about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Column {
            $($(
                #[doc = concat!("The ", $noun, ": `", $table_text, ".", $text, "` in the default schema.")]
                $(#[doc = ""] #[$doc])*
                $name,
            )*)*
        }

        impl Column {
            /// All columns, table by table.
            pub const ALL: &'static [Self] = &[$($(Self::$name,)*)*];

            /// Returns the table that it belongs to.
            #[must_use]
            pub const fn table(self) -> Table {
                match self {
                    $($(Self::$name)|* => Table::$table,)*
                }
            }

            /// Returns its name in the default schema.
            #[must_use]
            pub const fn default_name(self) -> &'static str {
                match self {
                    $($(Self::$name => $text,)*)*
                }
            }

            /// Returns how terms test it.
            pub(crate) const fn asked(self) -> Asked {
                match self {
                    $($(Self::$name => Asked::$asked,)*)*
                }
            }

            /// Returns a name that no other column has.
            pub(crate) const fn ident(self) -> &'static str {
                match self {
                    $($(Self::$name => stringify!($name),)*)*
                }
            }

            /// Returns the word for it in explanations, in the plural if a record can have
            /// several.
            pub(crate) const fn noun(self) -> &'static str {
                match self {
                    $($(Self::$name => $noun,)*)*
                }
            }

            /// Returns the columns of the same row that are always tested before it.
            pub(crate) const fn before(self) -> &'static [Self] {
                match self {
                    $($(Self::$name => &[$($(Self::$before),+)?],)*)*
                }
            }

            /// Returns its value in a row of its table.
            #[expect(unused_variables, reason = "each column reads one part of its row")]
            pub(crate) fn read<'a>(self, row: &'a Row<'_>) -> Value<'a> {
                match self {
                    $($(Self::$name => {
                        let $row = row else { return Value::Absent };
                        Value::from($value)
                    })*)*
                }
            }
        }
    };
    (@optional) => { None };
    (@optional $owner:ident) => { Some(Column::$owner) };
}

/// How terms test a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A number, by equality.
    Id,
    /// A number, by range.
    Size,
    /// A time, by comparison with another.
    Time,
    /// A flag.
    Flag,
    /// A text for the kind of row, which is tested together with another column.
    Kind,
    /// A text, by equality.
    Whole,
    /// A text, by equality, ASCII case ignored.
    WholeAnyCase,
    /// A text, by a part of it.
    Part,
    /// A text, by a part of it, ASCII case ignored.
    PartAnyCase,
    /// A text, by equality or by a part of it, ASCII case ignored.
    Name,
}

/// The type of a column, which may also contain NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Holds {
    /// A whole number of 64 bits: an id, or a size in bytes or hertz.
    Number,
    /// A text.
    Text,
    /// A flag: a boolean, or 0 and 1 in `SQLite`.
    Flag,
    /// A time: whole microseconds since 1970.
    Time,
}

impl Column {
    /// Returns the type of its values.
    #[must_use]
    pub const fn holds(self) -> Holds {
        match self.asked() {
            Asked::Id | Asked::Size => Holds::Number,
            Asked::Time => Holds::Time,
            Asked::Flag => Holds::Flag,
            Asked::Kind
            | Asked::Whole
            | Asked::WholeAnyCase
            | Asked::Part
            | Asked::PartAnyCase
            | Asked::Name => Holds::Text,
        }
    }
}

tables! {
    /// The activities.
    Activities = "activities": Row::Activity(activity) => {
        ActivityId: Id = "id", "id", activity.id.get();
        ParentId: Id = "parent_id", "parent", activity.parent_id.get().map(|id| id.get());
        /// The word in the language.
        Status: Whole = "activity_status", "status",
            activity.activity_status.get().map(|status| status.as_str());
        CreationTime: Time = "creation_time", "creation time", activity.creation_time.get();
        CreatorEmail: WholeAnyCase = "creator_email", "creator",
            activity.creator.get().and_then(|creator| creator.email.get());
        Type: Whole = "type", "type", activity.kind.get();
        ActivityComputer: Id = "computer_id", "computer",
            activity.computer_id.get().map(|id| id.get());
    }
    /// The computers.
    Computers = "computers": Row::Computer(computer) => {
        ComputerId: Id = "id", "id", computer.id.get();
        Title: Name = "title", "title", computer.title.get();
        Hostname: Name = "hostname", "host name", computer.hostname.get();
        AccessGroup: Whole = "access_group", "access group", computer.access_group.get();
        RebootRequired: Flag = "reboot_required", "reboot flag",
            computer.reboot_required_flag.get();
        LastPing: Time = "last_ping_time", "last ping", computer.last_ping_time.get();
        /// -1 for a licence whose id can't be read.
        LicenseId: Id = "license_id", "licence", super::row::license(computer);
        LicenseType: Whole = "license_type", "licence type", computer.license_type.get();
        LicenseExpires: Time = "license_expires", "end of the licence",
            computer.license_expires.get();
        Contract: Whole = "contract", "contract", computer.contract();
        ContractExpires: Time = "contract_expires", "end of the contract",
            computer.contract_expires();
        HasProManagement: Flag = "has_pro_management", "Pro management flag",
            computer.has_pro_management.get();
        HasReleaseUpgrades: Flag = "has_release_upgrades", "release upgrade flag",
            computer.has_release_upgrades.get();
        AvailabilityZone: Whole = "availability_zone", "availability zone",
            computer.availability_zone();
        InstanceId: Whole = "instance_id", "instance id", computer.instance_id();
        InstanceType: Whole = "instance_type", "instance type", computer.instance_type();
        AmiId: Whole = "ami_id", "image", computer.ami_id();
        Vendor: PartAnyCase = "vendor", "vendor", computer.system().vendor;
        Product: PartAnyCase = "product", "product", computer.system().product;
        Uuid: WholeAnyCase = "uuid", "UUID", computer.system().uuid;
        Serial: WholeAnyCase = "serial", "serial number", computer.system().serial;
    }
    /// Tags, one per row.
    Tags = "computer_tags" of TagComputer: Row::Tag(id, tag) => {
        TagComputer: Id = "computer_id", "computer", id.get();
        Tag: Whole = "tag", "tags", *tag;
    }
    /// Releases and code names, one per row.
    Releases = "computer_releases" of ReleaseComputer: Row::Release(id, release) => {
        ReleaseComputer: Id = "computer_id", "computer", id.get();
        /// A release or its code name.
        Release: WholeAnyCase = "release", "distribution", *release;
    }
    /// Active alerts, one per row.
    Alerts = "computer_alerts" of AlertComputer: Row::Alert(id, alert) => {
        AlertComputer: Id = "computer_id", "computer", id.get();
        /// A name in the language, or the class in the record.
        Alert: Whole = "alert", "alerts", alert;
    }
    /// Network interfaces.
    Interfaces = "computer_interfaces" of InterfaceComputer: Row::Interface(id, interface) => {
        InterfaceComputer: Id = "computer_id", "computer", id.get();
        MacAddress: PartAnyCase = "mac_address", "MAC addresses", interface.mac_address.get();
        IpAddress: PartAnyCase = "ip_address", "IP addresses", interface.ip_address.get();
    }
    /// Annotations.
    Annotations = "computer_annotations" of AnnotationComputer: Row::Annotation(id, key, value) => {
        AnnotationComputer: Id = "computer_id", "computer", id.get();
        AnnotationKey: Part = "key", "annotations", *key;
        /// A list has one row for each of its values.
        AnnotationValue after AnnotationKey: Part = "value", "annotations", *value;
    }
    /// Profiles that cover a computer.
    Profiles = "computer_profiles" of ProfileComputer: Row::Profile(id, profile) => {
        ProfileComputer: Id = "computer_id", "computer", id.get();
        ProfileType: Whole = "type", "profiles", profile.type_today();
        ProfileId after ProfileType: Id = "profile_id", "profiles", profile.id.get().map(|id| id.get());
        ProfileName after ProfileType: Whole = "name", "profiles", profile.name.get();
        ProfileStatus after ProfileType, ProfileId: Whole = "status", "profiles", profile.status.get();
    }
    /// Parts of the hardware.
    Devices = "computer_devices" of DeviceComputer: Row::Device(id, class, device) => {
        DeviceComputer: Id = "computer_id", "computer", id.get();
        /// `cpu`, `disk`, `memory`, `display`, `firmware` or `network`.
        DeviceClass: Kind = "class", "devices", class.as_str();
        DeviceVendor after DeviceClass: PartAnyCase = "vendor", "vendors", device.vendor;
        DeviceProduct after DeviceClass: PartAnyCase = "product", "products", device.product;
        DeviceVersion after DeviceClass: PartAnyCase = "version", "versions", device.version;
        /// In bytes; a processor's clock speed in hertz.
        DeviceSize after DeviceClass: Size = "size", "sizes", device.size;
        DeviceCapacity after DeviceClass: Size = "capacity", "capacities", device.capacity;
        DeviceSerial after DeviceClass: PartAnyCase = "serial", "MAC addresses", device.serial;
    }
    /// Security notices.
    Usns = "computer_usns" of UsnComputer: Row::Usn(id, usn) => {
        UsnComputer: Id = "computer_id", "computer", id.get();
        UsnReleased after UsnApplied: Time = "released", "security notices", usn.released.get();
        /// NULL while the notice is unresolved.
        UsnApplied: Time = "applied", "security notices", usn.applied.get();
    }
    /// Access groups that have a parent.
    AccessGroups = "access_groups": Row::AccessGroup(name, parent) => {
        /// Of a group that has a parent.
        GroupName: Whole = "name", "access groups", *name;
        GroupParent: Whole = "parent", "access groups", *parent;
    }
}
