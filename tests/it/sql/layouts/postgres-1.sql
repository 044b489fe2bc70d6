-- What terms read of an activity is in columns of their own; `record` is the
-- JSON that is given back. Times are whole microseconds since 1970, and
-- -9223372036854775808 where an activity has no creation time, so that it
-- counts as the oldest.
CREATE TABLE activities (
    id BIGINT NOT NULL PRIMARY KEY,
    parent_id BIGINT,
    activity_status TEXT,
    creation_time BIGINT NOT NULL,
    creator_email TEXT,
    type TEXT,
    computer_id BIGINT,
    record TEXT NOT NULL
);

-- A computer; `license_id` is -1 for a licence whose id can't be read.
CREATE TABLE computers (
    id BIGINT NOT NULL PRIMARY KEY,
    title TEXT,
    hostname TEXT,
    access_group TEXT,
    reboot_required BOOLEAN,
    last_ping_time BIGINT,
    license_id BIGINT,
    license_type TEXT,
    license_expires BIGINT,
    contract TEXT,
    contract_expires BIGINT,
    has_pro_management BOOLEAN,
    has_release_upgrades BOOLEAN,
    availability_zone TEXT,
    instance_id TEXT,
    instance_type TEXT,
    ami_id TEXT,
    vendor TEXT,
    product TEXT,
    uuid TEXT,
    serial TEXT,
    record TEXT NOT NULL
);

CREATE TABLE computer_tags (
    computer_id BIGINT NOT NULL,
    tag TEXT NOT NULL
);

-- The release and the code name, as far as they are known.
CREATE TABLE computer_releases (
    computer_id BIGINT NOT NULL,
    release TEXT NOT NULL
);

CREATE TABLE computer_alerts (
    computer_id BIGINT NOT NULL,
    alert TEXT NOT NULL
);

CREATE TABLE computer_interfaces (
    computer_id BIGINT NOT NULL,
    mac_address TEXT,
    ip_address TEXT
);

-- A list has a row for each of its values; what is no text has no value.
CREATE TABLE computer_annotations (
    computer_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    value TEXT
);

CREATE TABLE computer_profiles (
    computer_id BIGINT NOT NULL,
    type TEXT,
    profile_id BIGINT,
    name TEXT,
    status TEXT
);

-- Sizes are bytes, or hertz.
CREATE TABLE computer_devices (
    computer_id BIGINT NOT NULL,
    class TEXT NOT NULL,
    vendor TEXT,
    product TEXT,
    version TEXT,
    size BIGINT,
    capacity BIGINT,
    serial TEXT
);

CREATE TABLE computer_usns (
    computer_id BIGINT NOT NULL,
    released BIGINT,
    applied BIGINT
);

CREATE TABLE access_groups (
    name TEXT NOT NULL PRIMARY KEY,
    parent TEXT NOT NULL
);

CREATE TABLE saved_searches (
    name TEXT NOT NULL PRIMARY KEY,
    record TEXT NOT NULL
);

-- A page is read off an index from its newest activity on.
CREATE INDEX activities_by_creation ON activities (creation_time, id);
CREATE INDEX activities_by_status ON activities (activity_status, creation_time, id);
CREATE INDEX activities_by_type ON activities (type, creation_time, id);
CREATE INDEX activities_by_computer ON activities (computer_id, creation_time, id);
CREATE INDEX activities_by_parent ON activities (parent_id, creation_time, id);
CREATE INDEX activities_by_creator ON activities (lower(creator_email COLLATE "C"), creation_time, id);

CREATE INDEX computer_tags_by_computer ON computer_tags (computer_id);
CREATE INDEX computer_releases_by_computer ON computer_releases (computer_id);
CREATE INDEX computer_alerts_by_computer ON computer_alerts (computer_id);
CREATE INDEX computer_interfaces_by_computer ON computer_interfaces (computer_id);
CREATE INDEX computer_annotations_by_computer ON computer_annotations (computer_id);
CREATE INDEX computer_profiles_by_computer ON computer_profiles (computer_id);
CREATE INDEX computer_devices_by_computer ON computer_devices (computer_id);
CREATE INDEX computer_usns_by_computer ON computer_usns (computer_id);
CREATE INDEX computer_tags_by_tag ON computer_tags (tag, computer_id);
CREATE INDEX access_groups_by_parent ON access_groups (parent);
