//! Bloom filters of columns, of which only the block of a value is read.
//!
//! The filters of the ids of 100,000,000 activities take 190 MB, but a test of a value needs
//! only 32 bytes of each.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::parquet::bloom_filter::Sbbf;
use datafusion::parquet::file::metadata::ColumnChunkMetaData;
use twox_hash::XxHash64;

/// The number of bytes of a block, all of which a value's bits are in.
const BLOCK: usize = 32;

/// The most bytes that a filter's header has before its length.
const START: usize = 8;

/// Where the blocks of a filter are in its file.
pub(super) struct Blocks {
    offset: u64,
    count: u64,
}

impl Blocks {
    /// Returns the blocks of a column's filter, or `None` if it has no filter, or one in a form
    /// that is not known.
    pub(super) fn of(column: &ColumnChunkMetaData, mut file: &File) -> Result<Option<Self>> {
        let (Some(offset), Some(length)) =
            (column.bloom_filter_offset(), column.bloom_filter_length())
        else {
            return Ok(None);
        };
        let (Ok(offset), Ok(length)) = (u64::try_from(offset), u64::try_from(length)) else {
            return Ok(None);
        };
        let mut start = [0; START];
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(&mut start)?;
        let Some(bytes) = bitset_length(&start) else { return Ok(None) };
        // What is left is the header, of a dozen bytes.
        let header = length.checked_sub(bytes).filter(|header| (8..64).contains(header));
        let whole = bytes > 0 && bytes.is_multiple_of(BLOCK as u64);
        Ok(header
            .filter(|_| whole)
            .map(|header| Self { offset: offset + header, count: bytes / BLOCK as u64 }))
    }

    /// Returns whether the column may have this value.
    pub(super) fn may_have(&self, value: &ScalarValue, mut file: &File) -> Result<bool> {
        let hash = match value {
            ScalarValue::Int64(Some(number)) => XxHash64::oneshot(0, &number.to_le_bytes()),
            ScalarValue::Utf8(Some(text)) => XxHash64::oneshot(0, text.as_bytes()),
            ScalarValue::Dictionary(_, value) => return self.may_have(value, file),
            _ => return Ok(true),
        };
        let index = ((hash >> 32) * self.count) >> 32;
        let mut block = [0; BLOCK];
        file.seek(SeekFrom::Start(self.offset + index * BLOCK as u64))?;
        file.read_exact(&mut block)?;
        // A block on its own is a filter of one block.
        let block = Sbbf::new(&block);
        Ok(match value {
            ScalarValue::Int64(Some(number)) => block.check(number),
            ScalarValue::Utf8(Some(text)) => block.check(&text.as_str()),
            _ => true,
        })
    }
}

/// Returns the number of bytes of the bitset, which is the first field of the header: a 32-bit
/// number in Thrift's compact protocol.
fn bitset_length(header: &[u8]) -> Option<u64> {
    const FIRST_FIELD_I32: u8 = 0x15;
    let (first, rest) = header.split_first()?;
    if *first != FIRST_FIELD_I32 {
        return None;
    }
    let mut number = 0;
    for (place, byte) in rest.iter().take(5).enumerate() {
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            // Zigzag: an even number is a positive one.
            return number.is_multiple_of(2).then_some(number / 2);
        }
    }
    None
}
