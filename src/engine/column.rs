//! The tables and columns that hold what terms ask for.

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A table that terms ask.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Table {
            $($(#[$doc])* $name,)*
        }

        impl Table {
            /// Every table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name in the default schema.
            #[must_use]
            pub const fn default_name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

/// What a column holds, or NULL.
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

macro_rules! columns {
    ($($table:ident { $($(#[$doc:meta])* $name:ident: $holds:ident = $text:literal,)* })*) => {
        /// A column that terms ask.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Column {
            $($($(#[$doc])* $name,)*)*
        }

        impl Column {
            /// Every column, table by table.
            pub const ALL: &'static [Self] = &[$($(Self::$name,)*)*];

            /// What it holds.
            #[must_use]
            pub const fn holds(self) -> Holds {
                match self {
                    $($(Self::$name => Holds::$holds,)*)*
                }
            }

            /// The table that it is a column of.
            #[must_use]
            pub const fn table(self) -> Table {
                match self {
                    $($(Self::$name)|* => Table::$table,)*
                }
            }

            /// Its name in the default schema.
            #[must_use]
            pub const fn default_name(self) -> &'static str {
                match self {
                    $($(Self::$name => $text,)*)*
                }
            }
        }
    };
}

tables! {
    /// The activities.
    Activities = "activities",
    /// The computers.
    Computers = "computers",
    /// Tags, one a row.
    Tags = "computer_tags",
    /// Releases and code names, one a row.
    Releases = "computer_releases",
    /// Active alerts, one a row.
    Alerts = "computer_alerts",
    /// Network interfaces.
    Interfaces = "computer_interfaces",
    /// Annotations.
    Annotations = "computer_annotations",
    /// Profiles that cover a computer.
    Profiles = "computer_profiles",
    /// Parts of the hardware.
    Devices = "computer_devices",
    /// Security notices.
    Usns = "computer_usns",
    /// Access groups that have a parent.
    AccessGroups = "access_groups",
}

columns! {
    Activities {
        /// An activity's id.
        ActivityId: Number = "id",
        /// An activity's parent id.
        ParentId: Number = "parent_id",
        /// An activity's status, as the language writes it.
        Status: Text = "activity_status",
        /// An activity's time of creation.
        CreationTime: Time = "creation_time",
        /// An activity's creator's e-mail address.
        CreatorEmail: Text = "creator_email",
        /// An activity's type.
        Type: Text = "type",
        /// An activity's computer's id.
        ActivityComputer: Number = "computer_id",
    }
    Computers {
        /// A computer's id.
        ComputerId: Number = "id",
        /// A computer's title.
        Title: Text = "title",
        /// A computer's host name.
        Hostname: Text = "hostname",
        /// A computer's access group's name.
        AccessGroup: Text = "access_group",
        /// A computer's flag: a reboot is required.
        RebootRequired: Flag = "reboot_required",
        /// A computer's time of the last ping.
        LastPing: Time = "last_ping_time",
        /// A computer's licence's id.
        LicenseId: Number = "license_id",
        /// A computer's licence's type.
        LicenseType: Text = "license_type",
        /// A computer's end of the licence.
        LicenseExpires: Time = "license_expires",
        /// A computer's contract's id.
        Contract: Text = "contract",
        /// A computer's end of the contract.
        ContractExpires: Time = "contract_expires",
        /// A computer's flag: Pro management.
        HasProManagement: Flag = "has_pro_management",
        /// A computer's flag: a newer release is available.
        HasReleaseUpgrades: Flag = "has_release_upgrades",
        /// A computer's availability zone.
        AvailabilityZone: Text = "availability_zone",
        /// A computer's instance id.
        InstanceId: Text = "instance_id",
        /// A computer's instance type.
        InstanceType: Text = "instance_type",
        /// A computer's image's id.
        AmiId: Text = "ami_id",
        /// A computer's system's vendor.
        Vendor: Text = "vendor",
        /// A computer's system's product.
        Product: Text = "product",
        /// A computer's system's UUID.
        Uuid: Text = "uuid",
        /// A computer's system's serial number.
        Serial: Text = "serial",
    }
    Tags {
        /// A tag's computer's id.
        TagComputer: Number = "computer_id",
        /// A tag's tag.
        Tag: Text = "tag",
    }
    Releases {
        /// A release's computer's id.
        ReleaseComputer: Number = "computer_id",
        /// A release's release or code name.
        Release: Text = "release",
    }
    Alerts {
        /// An alert's computer's id.
        AlertComputer: Number = "computer_id",
        /// An alert's active alert, as the language writes it.
        Alert: Text = "alert",
    }
    Interfaces {
        /// An interface's computer's id.
        InterfaceComputer: Number = "computer_id",
        /// An interface's MAC address.
        MacAddress: Text = "mac_address",
        /// An interface's IP address.
        IpAddress: Text = "ip_address",
    }
    Annotations {
        /// An annotation's computer's id.
        AnnotationComputer: Number = "computer_id",
        /// An annotation's key.
        AnnotationKey: Text = "key",
        /// An annotation's value; a list has a row for each of its values.
        AnnotationValue: Text = "value",
    }
    Profiles {
        /// A profile's computer's id.
        ProfileComputer: Number = "computer_id",
        /// A profile's type.
        ProfileType: Text = "type",
        /// A profile's profile's id.
        ProfileId: Number = "profile_id",
        /// A profile's name.
        ProfileName: Text = "name",
        /// A profile's computer's status.
        ProfileStatus: Text = "status",
    }
    Devices {
        /// A device's computer's id.
        DeviceComputer: Number = "computer_id",
        /// A device's class: `cpu`, `disk`, `memory`, `display`, `firmware` or `network`.
        DeviceClass: Text = "class",
        /// A device's vendor.
        DeviceVendor: Text = "vendor",
        /// A device's product.
        DeviceProduct: Text = "product",
        /// A device's version.
        DeviceVersion: Text = "version",
        /// A device's size.
        DeviceSize: Number = "size",
        /// A device's capacity.
        DeviceCapacity: Number = "capacity",
        /// A device's serial number.
        DeviceSerial: Text = "serial",
    }
    Usns {
        /// A security notice's computer's id.
        UsnComputer: Number = "computer_id",
        /// A security notice's time of release.
        UsnReleased: Time = "released",
        /// A security notice's time it was applied.
        UsnApplied: Time = "applied",
    }
    AccessGroups {
        /// An access group's name.
        GroupName: Text = "name",
        /// An access group's parent's name.
        GroupParent: Text = "parent",
    }
}
