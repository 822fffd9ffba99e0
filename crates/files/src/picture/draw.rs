//! Smaller copies of pictures.

use std::io::Cursor;

use anjian_api::file::FileKind;
use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, RgbImage};

use super::PictureError;
use crate::limits;

/// Quality of what is made (libjpeg's scale): writing stays sharp.
const QUALITY: u8 = 82;

/// One JPEG for each length, in the order asked for; decoded once, each made of the next larger.
pub(super) fn derive(
    bytes: &[u8],
    kind: FileKind,
    turn: u8,
    longest: &[u32],
) -> Result<Vec<Vec<u8>>, PictureError> {
    let mut order: Vec<usize> = (0..longest.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(longest[*index]));
    let mut made = vec![Vec::new(); longest.len()];
    let mut small = decode(bytes, kind)?;
    for index in order {
        small = shrink(small, longest[index].clamp(1, limits::LONGEST))?;
        let mut seen = DynamicImage::ImageRgb8(on_white(&small));
        if let Some(turn) = Orientation::from_exif(turn) {
            seen.apply_orientation(turn);
        }
        made[index] = encode(&seen.into_rgb8())?;
    }
    Ok(made)
}

/// The picture as JPEG.
pub(crate) fn encode(picture: &RgbImage) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(picture)
        .map_err(|_| PictureError::Broken)?;
    Ok(bytes)
}

fn decode(bytes: &[u8], kind: FileKind) -> Result<DynamicImage, PictureError> {
    let mut allowed = image::Limits::default();
    allowed.max_alloc = Some(limits::DECODED_BYTES);
    if kind == FileKind::Png {
        let decoder = PngDecoder::with_limits(Cursor::new(bytes), allowed).map_err(told)?;
        return decoded(decoder);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), image::ImageFormat::Jpeg);
    reader.limits(allowed);
    decoded(reader.into_decoder().map_err(told)?)
}

fn decoded(decoder: impl ImageDecoder) -> Result<DynamicImage, PictureError> {
    if decoder.total_bytes() > limits::DECODED_BYTES {
        return Err(PictureError::TooManyPixels);
    }
    DynamicImage::from_decoder(decoder).map_err(told)
}

fn told(error: image::ImageError) -> PictureError {
    match error {
        image::ImageError::Limits(_) => PictureError::TooManyPixels,
        image::ImageError::Unsupported(_) => PictureError::NoDecoder,
        _ => PictureError::Broken,
    }
}

/// Longest side at most `longest`; in the picture's own colours, so that nothing large is copied.
fn shrink(picture: DynamicImage, longest: u32) -> Result<DynamicImage, PictureError> {
    let (width, height) = (picture.width(), picture.height());
    let side = width.max(height);
    if side <= longest {
        return Ok(picture);
    }
    let scaled = |length: u32| -> u32 {
        let scaled = u64::from(length) * u64::from(longest) / u64::from(side);
        u32::try_from(scaled).unwrap_or(longest).max(1)
    };
    let (small_width, small_height) = (scaled(width), scaled(height));
    let picture = match picture {
        plain @ (DynamicImage::ImageLuma8(_)
        | DynamicImage::ImageLumaA8(_)
        | DynamicImage::ImageRgb8(_)
        | DynamicImage::ImageRgba8(_)) => plain,
        deep => DynamicImage::ImageRgba8(deep.into_rgba8()),
    };
    let pixel = match picture {
        DynamicImage::ImageLuma8(_) => PixelType::U8,
        DynamicImage::ImageLumaA8(_) => PixelType::U8x2,
        DynamicImage::ImageRgb8(_) => PixelType::U8x3,
        _ => PixelType::U8x4,
    };
    let from = Image::from_vec_u8(width, height, picture.into_bytes(), pixel)
        .map_err(|_| PictureError::Broken)?;
    let mut small = Image::new(small_width, small_height, pixel);
    Resizer::new()
        .resize(&from, &mut small, None)
        .map_err(|_| PictureError::Broken)?;
    drop(from);
    let bytes = small.into_vec();
    let small = match pixel {
        PixelType::U8 => image::GrayImage::from_raw(small_width, small_height, bytes)
            .map(DynamicImage::ImageLuma8),
        PixelType::U8x2 => image::GrayAlphaImage::from_raw(small_width, small_height, bytes)
            .map(DynamicImage::ImageLumaA8),
        PixelType::U8x3 => {
            RgbImage::from_raw(small_width, small_height, bytes).map(DynamicImage::ImageRgb8)
        }
        _ => image::RgbaImage::from_raw(small_width, small_height, bytes)
            .map(DynamicImage::ImageRgba8),
    };
    small.ok_or(PictureError::Broken)
}

/// What is transparent becomes white, as on paper.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let from = picture.to_rgba8();
    let mut paper = RgbImage::new(from.width(), from.height());
    for (seen, on) in from.pixels().zip(paper.pixels_mut()) {
        let [red, green, blue, alpha] = seen.0;
        let over = |colour: u8| -> u8 {
            let mixed = u16::from(colour) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from((mixed + 127) / 255).unwrap_or(u8::MAX)
        };
        on.0 = [over(red), over(green), over(blue)];
    }
    paper
}
