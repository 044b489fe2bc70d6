//! [`ComputerQuery`]: queries of computers.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use activity_query::explain::Counts;
use activity_query::model::{Computer, ComputerId, LicenseId};
use activity_query::value::{AnnotationKey, PingHours, PingMinutes, SearchName, ZoneName};
use activity_query::{ComputerTerm, Context, Explanation, Expr, ResolveError, Span, Text, edit};
use pyo3::prelude::{Bound, Py, PyAny, PyAnyMethods as _, PyResult, Python, pyclass, pymethods};
use pyo3::types::{PyList, PyString, PyStringMethods as _, PyTuple};

use crate::call::{self, Around};
use crate::class::query_class;
use crate::fleet::Fleet;
use crate::query::{self, Query, QueryClass};
use crate::values::{self, constructors};
use crate::{error, read, record, result};

query_class! {
    /// A query that selects computers: read from text, or built from terms with ``&``, ``|``
    /// and ``~``.
    ///
    /// >>> from activity_query import ComputerQuery
    /// >>> query = ComputerQuery("appserver tag:server OR distribution:jammy")
    /// >>> query.matches({"id": 4, "title": "Appserver 1", "tags": ["server"]})
    /// True
    ComputerQuery of ComputerTerm;
}

impl QueryClass for ComputerQuery {
    type Term = ComputerTerm;
    type View = Computer;

    type Reads = ();

    fn reads(_: &activity_query::ComputerQuery) {}

    fn view(value: &Bound<'_, PyAny>, (): ()) -> PyResult<Computer> {
        record::view(value)
    }

    fn whole_view(value: &Bound<'_, PyAny>) -> PyResult<Computer> {
        record::view(value)
    }

    fn matches(
        query: &activity_query::ComputerQuery,
        computer: &Computer,
        context: &Context<'_>,
    ) -> Result<bool, ResolveError> {
        query.matches(computer, context)
    }

    fn explain(
        query: &activity_query::ComputerQuery,
        computer: &Computer,
        context: &Context<'_>,
    ) -> Result<Explanation, ResolveError> {
        query.explain(computer, context)
    }

    fn counts(
        query: &activity_query::ComputerQuery,
        computers: &[Computer],
        context: &Context<'_>,
    ) -> Result<Counts, ResolveError> {
        query.count(computers, context)
    }

    fn portable(
        query: &activity_query::ComputerQuery,
        most: usize,
    ) -> Result<String, (String, Option<Span>)> {
        query.portable(most).map_err(|error| (error.to_string(), error.span))
    }
}

constructors! {
    ComputerQuery of ComputerTerm;
    texts {
        /// ``web01``, ``"my laptop"``: the title or host name contains it, ASCII case ignored.
        keyword(text: Text);
        /// ``tag:laptop``: has the tag.
        ///
        /// >>> from activity_query import ComputerQuery
        /// >>> ComputerQuery.tag("large office")
        /// ComputerQuery('tag:"large office"')
        tag(tag: Text);
        /// ``distribution:jammy``, ``distribution:22.04``: runs this release.
        distribution(release: Text);
        /// ``hostname:web01.example.com``: has exactly this host name.
        hostname(name: Text);
        /// ``title:"My laptop"``: has exactly this title.
        title(title: Text);
        /// ``alert:computer-offline``: this alert is active.
        alert(alert: Text);
        /// ``access-group:server``: is in this access group.
        access_group(name: Text);
        /// ``access-group-recursive:server``: is in this access group or below it.
        access_group_recursive(name: Text);
        /// ``mac:00:1e:c9``: a MAC address of it contains this, ASCII case ignored.
        mac(part: Text);
        /// ``ip:192.168``: an IP address of it contains this, ASCII case ignored.
        ip(part: Text);
        /// ``search:web-farm``: the saved search of this name selects it.
        search(name: SearchName);
        /// ``contract:c-1``: has exactly this Ubuntu Pro contract.
        contract(id: Text);
        /// ``upgrade-profile:nightly``: is associated with this upgrade profile.
        upgrade_profile(name: Text);
        /// ``removal-profile:stale``: is associated with this removal profile.
        removal_profile(name: Text);
        /// ``instance-id:i-0123``: has exactly this instance id in its cloud.
        instance_id(id: Text);
        /// ``instance-type:m5.large``: is exactly of this instance type.
        instance_type(kind: Text);
        /// ``ami-id:ami-0123``: was made from exactly this image.
        ami_id(id: Text);
        /// ``vendor:apple``: its system's vendor contains this, ASCII case ignored.
        vendor(part: Text);
        /// ``product:macbook``: its system's product contains this, ASCII case ignored.
        product(part: Text);
        /// ``uuid:...``: its system's UUID equals this, ASCII case ignored.
        uuid(uuid: Text);
        /// ``serial:W892214V642``: its system's serial number equals this, ASCII case ignored.
        serial(serial: Text);
        /// ``availability-zone:us-east-1a``: is in this zone.
        availability_zone(name: ZoneName);
    }
    numbers {
        /// ``id:7``: the computer with this id.
        id(id: i64) = ComputerId;
        /// ``license-id:7``: has the licence of this number.
        license_id(id: i64) = LicenseId;
        /// ``last-ping:24``: pinged within these hours, 0 to 8760.
        last_ping(hours: u32) = PingHours;
        /// ``last-ping-minutes:30``: pinged within these minutes, 1 to 525600.
        last_ping_minutes(minutes: u32) = PingMinutes;
    }
    written {
        /// ``needs:reboot``, ``needs:license``.
        needs(need) = "needs";
        /// ``license-type:pro``: also ``unlicensed``, ``free_pro`` and ``legacy``.
        license_type(kind) = "license-type";
    }
    flags {
        /// ``license-id:none``: has no licence.
        unlicensed;
        /// ``has-pro-management:true``: is under Ubuntu Pro management.
        has_pro_management;
        /// ``has-pro-management:false``: is known not to be under Ubuntu Pro management.
        has_no_pro_management;
        /// ``has:upgrade-profile``: at least one upgrade profile covers it.
        has_upgrade_profile;
        /// ``release-upgrade:available``: a newer release is available for it.
        release_upgrade_available;
        /// ``availability-zone:null``: is in no zone.
        no_availability_zone;
    }
}

#[pymethods]
impl ComputerQuery {
    /// ``license-expires-within-days:30``: the licence ends by then, or has ended.
    #[staticmethod]
    fn license_expires_within_days(days: u32) -> Self {
        Self(Query::made(Expr::license_expires_within_days(days)))
    }

    /// ``contract-expires-within-days:30``: the contract ends by then, or has ended.
    #[staticmethod]
    fn contract_expires_within_days(days: u32) -> Self {
        Self(Query::made(Expr::contract_expires_within_days(days)))
    }

    /// ``usn-outstanding:30``: has an unresolved security notice that was released more than
    /// these days ago.
    #[staticmethod]
    fn usn_outstanding(days: u32) -> Self {
        Self(Query::made(Expr::usn_outstanding(days)))
    }

    /// ``usn-applied-in:14``: applied all its recent security notices within these days.
    #[staticmethod]
    fn usn_applied_in(days: u32) -> Self {
        Self(Query::made(Expr::usn_applied_in(days)))
    }

    /// ``annotation:owner``, ``annotation:owner:jane``: has an annotation whose key contains
    /// this and, if a value is given, whose value contains that.
    ///
    /// >>> from activity_query import ComputerQuery
    /// >>> ComputerQuery.annotation("owner", "jane")
    /// ComputerQuery('annotation:owner:jane')
    #[staticmethod]
    #[pyo3(signature = (key, value = None))]
    fn annotation(key: &str, value: Option<&str>) -> PyResult<Self> {
        let key: AnnotationKey = values::checked(key)?;
        Ok(Self(Query::made(match value {
            None => Expr::annotation(key),
            Some(value) => Expr::annotation_value(key, values::checked::<Text, _>(value)?),
        })))
    }

    /// ``profile:usg:8:fail``: is associated with this profile and, if one is given, has this
    /// status in it.
    ///
    /// >>> from activity_query import ComputerQuery
    /// >>> ComputerQuery.profile("usg", 8, "fail")
    /// ComputerQuery('profile:usg:8:fail')
    #[staticmethod]
    #[pyo3(signature = (kind, id, status = None))]
    fn profile(py: Python<'_>, kind: &str, id: u64, status: Option<&str>) -> PyResult<Self> {
        let status = status.map(|status| format!(":{status}")).unwrap_or_default();
        values::written(py, "profile", &format!("{kind}:{id}{status}")).map(Self)
    }
}

/// Constructors of the terms about devices: each takes one of these attributes.
macro_rules! devices {
    ($($(#[$doc:meta])* $name:ident($($attribute:ident: $write:ident),*);)*) => {
        #[pymethods]
        impl ComputerQuery {
            $($(#[$doc])*
            #[staticmethod]
            #[pyo3(signature = (*, $($attribute = None),*))]
            fn $name(py: Python<'_>, $($attribute: Option<&str>),*) -> PyResult<Self> {
                let given = [$((stringify!($attribute), $attribute.map(values::$write))),*];
                values::attribute(py, stringify!($name), given).map(Self)
            })*
        }
    };
}

devices! {
    /// ``cpu.vendor:intel``, ``cpu.size:[1Ghz TO 4Ghz]``: one processor matches.
    ///
    /// >>> from activity_query import ComputerQuery
    /// >>> ComputerQuery.cpu(size="[1Ghz TO 4Ghz]")
    /// ComputerQuery('cpu.size:[1Ghz TO 4Ghz]')
    cpu(vendor: quoted, product: quoted, version: quoted, size: size);
    /// ``disk.product:hitachi``, ``disk.size:500Gb``: one disk matches.
    disk(vendor: quoted, product: quoted, version: quoted, size: size);
    /// ``memory.size:[8Gb TO 64Gb]``: one memory matches.
    memory(vendor: quoted, product: quoted, version: quoted, size: size);
    /// ``display.vendor:nvidia``: one display adapter matches.
    display(vendor: quoted, product: quoted, version: quoted);
    /// ``firmware.version:2.1``: one firmware matches.
    firmware(vendor: quoted, product: quoted, version: quoted);
    /// ``network.capacity:1Gb``, ``network.serial:00:25``: one network adapter matches.
    network(vendor: quoted, product: quoted, version: quoted, capacity: size, serial: quoted);
}
