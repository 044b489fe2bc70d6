//! Constructors of terms that hold more than one value, or none.

use super::{
    AnnotationKey, AvailabilityZone, ComputerQuery, ComputerTerm, LicenseHolder, Profile,
    ProfileTarget, ZoneName,
};
use crate::model::{LicenseId, ProfileId};
use crate::query::value::Text;

/// Constructors of terms that hold more than one value, or none.
impl ComputerQuery {
    /// `license-id:7`: has the licence with this id.
    #[must_use]
    pub fn license_id(id: impl TryInto<LicenseId>) -> Self {
        Self::of(id, |id| ComputerTerm::LicenseId(LicenseHolder::Id(id)))
    }

    /// `annotation:owner`: has an annotation whose key contains this.
    #[must_use]
    pub fn annotation(key: impl TryInto<AnnotationKey>) -> Self {
        Self::of(key, |key| ComputerTerm::Annotation(key, None))
    }

    /// `availability-zone:us-east-1a`: is in this zone.
    #[must_use]
    pub fn availability_zone(name: impl TryInto<ZoneName>) -> Self {
        Self::of(name, |name| ComputerTerm::AvailabilityZone(AvailabilityZone::Named(name)))
    }

    /// `license-id:none`: has no licence.
    #[must_use]
    pub fn unlicensed() -> Self {
        Self::term(ComputerTerm::LicenseId(LicenseHolder::None))
    }

    /// `has-pro-management:true`: is under Ubuntu Pro management.
    #[must_use]
    pub fn has_pro_management() -> Self {
        Self::term(ComputerTerm::HasProManagement(true))
    }

    /// `has-pro-management:false`: is known not to be under Ubuntu Pro management.
    #[must_use]
    pub fn has_no_pro_management() -> Self {
        Self::term(ComputerTerm::HasProManagement(false))
    }

    /// `has:upgrade-profile`: at least one upgrade profile covers it.
    #[must_use]
    pub fn has_upgrade_profile() -> Self {
        Self::term(ComputerTerm::HasUpgradeProfile)
    }

    /// `annotation:owner:jane`: has an annotation whose key contains `key` and whose value
    /// contains `value`.
    ///
    /// ```
    /// use activity_query::ComputerQuery;
    ///
    /// assert_eq!(ComputerQuery::annotation_value("owner", "jane").to_string(), "annotation:owner:jane");
    /// ```
    #[must_use]
    pub fn annotation_value(key: impl TryInto<AnnotationKey>, value: impl TryInto<Text>) -> Self {
        match (key.try_into(), value.try_into()) {
            (Ok(key), Ok(value)) => Self::term(ComputerTerm::Annotation(key, Some(value))),
            _ => Self::nothing(),
        }
    }

    /// `profile:usg:8:fail`: is associated with this profile.
    ///
    /// ```
    /// use activity_query::ComputerQuery;
    /// use activity_query::value::{ProfileTarget, UsgStatus};
    ///
    /// let failing = ComputerQuery::profile(ProfileTarget::Usg(Some(UsgStatus::Fail)), 8);
    /// assert_eq!(failing.to_string(), "profile:usg:8:fail");
    /// ```
    #[must_use]
    pub fn profile(target: ProfileTarget, id: impl TryInto<ProfileId>) -> Self {
        Self::of(id, |id| ComputerTerm::Profile(Profile { target, id }))
    }

    /// `release-upgrade:available`: a newer release is available for it.
    #[must_use]
    pub fn release_upgrade_available() -> Self {
        Self::term(ComputerTerm::ReleaseUpgradeAvailable)
    }

    /// `availability-zone:null`: is in no zone.
    #[must_use]
    pub fn no_availability_zone() -> Self {
        Self::term(ComputerTerm::AvailabilityZone(AvailabilityZone::None))
    }
}
