//! Tests the values that a store provides for completion; `|` is the cursor.

use std::time::{Duration, Instant};

use activity_query::model::{Record, SavedSearch};
use activity_query::{ActivityQuery, ComputerQuery, MemoryStore};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::suite::with_cursor;

fn read<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

fn store() -> MemoryStore {
    let store = MemoryStore::new();
    let computers = json!([
        {
            "id": 1, "title": "Web one", "hostname": "web01.example.com",
            "tags": ["server", "webfarm"], "distribution": "22.04", "access_group": "server",
            "annotations": {"owner": "jane", "rack": "b-12"},
            "alerts": [{"type": "ComputerOfflineAlert"}, {"type": "site-specific"}],
            "network_devices": [{"ip_address": "10.0.0.5", "mac_address": "00:1E:c9:6c:b8:de"}],
            "ubuntu_pro_info": {"contract": {"id": "c-ABC"}},
            "cloud_instance_metadata": {"instance-id": "i-9", "instance-type": "t2.micro"},
            "cloud_init": {"availability_zone": "us-east-1a"},
            "profiles": [
                {"id": 8, "type": "usg", "status": "fail"},
                {"id": 3, "type": "upgrade", "name": "nightly"},
            ],
            "grouped_hardware": {"cpu": [{"vendor": "Intel Corp.", "model": "Xeon"}]},
        },
        {
            "id": 2, "title": "Web \"two\"", "hostname": "web02.example.com",
            "tags": ["server", "Seldom"], "distribution": "22.04", "access_group": "server",
            "annotations": {"owner": "Jake", "Rack": "c"},
        },
        {
            "id": 3, "title": "Jane's laptop", "hostname": "jane", "tags": ["large office"],
            "distribution": "24.04", "annotations": {"owner": ["jane", "joe"]},
        },
    ]);
    store.put_computers(read::<Vec<_>>(computers));
    store.set_access_groups([("server", "global"), ("ci", "server")]);
    store.set_searches(read::<Vec<Record<SavedSearch>>>(json!([
        {"name": "web-farm", "search": "tag:webfarm"},
        {"name": "offline", "search": "alert:computer-offline"},
    ])));
    let activities = json!([
        {"id": 1, "type": "Aardvark", "creator": {"email": "Joe@Example.com"}},
        {"id": 2, "type": "RestartRequest", "creator": {"email": "jane@example.com"}},
        {"id": 3, "type": "Aardvark", "creator": {"email": "joe@example.com"}},
    ]);
    store.append(read::<Vec<_>>(activities)).unwrap();
    store
}

#[test]
fn a_store_completes_with_what_it_holds() {
    let store = store();
    let mut wrong = Vec::new();
    for (marked, expected) in [
        ("type:Aard|", "Aardvark"),
        ("type:restartr|", "RestartRequest"),
        ("creator:|", "joe@example.com,jane@example.com"),
        ("creator:JA|", "jane@example.com"),
        ("creator:example|", "joe@example.com,jane@example.com"),
        ("computer:tag:|", "server,Seldom,\"large office\",webfarm"),
        ("computer:tag:se|", "server,Seldom"),
        ("computer:tag:farm|", "webfarm"),
        ("computer:tag:\"la|", "\"large office\""),
        ("computer:(id:1 OR tag:web|)", "webfarm"),
        ("computer:hostname:web|", "web01.example.com,web02.example.com"),
        ("computer:title:web|", "\"Web \\\"two\\\"\",\"Web one\""),
        ("computer:jan|", "jane,(\"Jane's laptop\")"),
        ("computer:distribution:|", "22.04,24.04"),
        ("computer:alert:site|", "site-specific"),
        ("computer:alert:computer-o|", "computer-offline"),
        ("computer:access-group:|", "server,ci,global"),
        ("computer:access-group-recursive:g|", "global"),
        ("computer:search:|", "offline,web-farm"),
        ("computer:annotation:|", "owner,Rack,rack"),
        ("computer:annotation:owner:|", "owner:jane,owner:Jake,owner:joe"),
        ("computer:annotation:owner:ja|", "owner:jane,owner:Jake"),
        ("computer:annotation:RACK:|", "Rack:c,rack:b-12"),
        ("computer:contract:|", "c-ABC"),
        ("computer:profile:usg:|", "usg:8"),
        ("computer:profile:usg:8:f|", "usg:8:fail"),
        ("computer:upgrade-profile:|", "nightly"),
        ("computer:removal-profile:|", ""),
        ("computer:availability-zone:us|", "us-east-1a"),
        ("computer:instance-id:|", "i-9"),
        ("computer:instance-type:|", "t2.micro"),
        ("computer:ip:10|", "10.0.0.5"),
        ("computer:mac:00:1e|", "00:1e:c9:6c:b8:de"),
        ("computer:cpu.vendor:INT|", "\"intel corp.\""),
        ("computer:cpu.size:|", ""),
        ("id:|", ""),
    ] {
        let (text, cursor) = with_cursor(marked);
        let completion = ActivityQuery::complete(&text, cursor, &store);
        let items: Vec<&str> = completion.items.iter().map(|item| item.text.as_str()).collect();
        let found = items.join(",");
        if found != expected {
            wrong.push(format!("{marked}\n  found    {found}\n  expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn removed_values_are_not_suggested() {
    let store = store();
    let tags = |store: &MemoryStore| ComputerQuery::complete("tag:we", 6, store).items.len();
    assert_eq!(tags(&store), 1);
    store.remove_computer(1_u32.into());
    assert_eq!(tags(&store), 0);
}

#[test]
fn completion_in_a_large_fleet_is_fast() {
    let store = MemoryStore::new();
    let computers = (0..10_000).map(|id| {
        json!({
            "id": id, "title": format!("Computer {id}"), "hostname": format!("host-{id:05}"),
            "tags": ["all", format!("tag-{}", id % 97)], "annotations": {"asset": id.to_string()},
        })
    });
    store.put_computers(read::<Vec<_>>(computers.collect()));
    // Ten times the limit for a release build on a quiet machine.
    let limit = Duration::from_millis(50);
    for text in
        ["", "ost-0", "tag:", "hostname:", "hostname:host-09", "title:999", "annotation:asset:1"]
    {
        let mut times = (0..50).map(|_| {
            let start = Instant::now();
            let completion = ComputerQuery::complete(text, text.len(), &store);
            let time = start.elapsed();
            assert!(!completion.items.is_empty() && completion.items.len() <= 100, "{text}");
            time
        });
        // Other processes may slow down some attempts, but not all of them.
        let fast = times.find(|time| *time < limit);
        println!("{text:20} {fast:?}");
        assert!(fast.is_some(), "{text}");
    }
    for text in ["tag", "host-0", "comp", "zz"] {
        let mut times = (0..50).map(|_| {
            let start = Instant::now();
            let completion = ActivityQuery::complete(text, text.len(), &store);
            let time = start.elapsed();
            assert_eq!(completion.items.is_empty(), text == "zz", "{text}");
            time
        });
        // Other processes may slow down some attempts, but not all of them.
        let fast = times.find(|time| *time < limit);
        println!("{text:20} {fast:?}");
        assert!(fast.is_some(), "{text}");
    }
}
