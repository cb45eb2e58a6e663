//! libdeflate, a filter by memchr, serde: counts SageMaker's records. Arguments: folder, threads.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use libdeflater::Decompressor;
use memchr::memmem::Finder;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    #[serde(borrow)]
    event_source: Cow<'a, str>,
}

fn list(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "gz") {
            out.push(path);
        }
    }
}

/// Records between two boundaries that hold the source's name in quotes, parsed one by one.
fn count(plain: &[u8], boundary: &Finder, source: &Finder) -> usize {
    let mut found = 0;
    let mut at = 0;
    while let Some(hit) = source.find(&plain[at..]).map(|offset| at + offset) {
        let start = memchr::memmem::rfind(&plain[..hit], b"{\"eventVersion\":").unwrap_or(0);
        let end = boundary.find(&plain[hit..]).map_or(plain.len(), |offset| hit + offset);
        let mut records = serde_json::Deserializer::from_slice(&plain[start..end]).into_iter::<Record>();
        if let Some(Ok(record)) = records.next() {
            found += usize::from(record.event_source == "sagemaker.amazonaws.com");
        }
        at = end;
    }
    found
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let mut paths = Vec::new();
    list(Path::new(&arguments[1]), &mut paths);
    let next = AtomicUsize::new(0);
    let total = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..arguments[2].parse().unwrap() {
            scope.spawn(|| {
                let (boundary, source) = (Finder::new(b",{\"eventVersion\":"), Finder::new(b"\"sagemaker.amazonaws.com\""));
                let mut inflate = Decompressor::new();
                let mut plain = Vec::new();
                while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let stored = std::fs::read(path).unwrap();
                    let size = u32::from_le_bytes(stored[stored.len() - 4..].try_into().unwrap());
                    plain.resize(size as usize, 0);
                    let bytes = inflate.gzip_decompress(&stored, &mut plain).unwrap();
                    total.fetch_add(count(&plain[..bytes], &boundary, &source), Ordering::Relaxed);
                }
            });
        }
    });
    println!("{}", total.into_inner());
}
