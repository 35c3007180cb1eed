//! The latents of the test examples, one line per example and network.

use super::sheet::Sheet;
use hourglass_core::config::PerModel;

/// The latents as a table, network by network, with `size` numbers each. `label` names an example's class.
pub fn csv(latents: &PerModel<Vec<f32>>, size: usize, label: impl Fn(usize) -> Option<String>) -> Vec<u8> {
    let axes: Vec<String> = (1..=size).map(|axis| format!("z{axis}")).collect();
    let columns = ["index", "label", "model"].into_iter().chain(axes.iter().map(String::as_str));
    let mut sheet = Sheet::new(columns);
    for (model, places) in latents.iter() {
        for (index, place) in places.chunks_exact(size.max(1)).enumerate() {
            sheet.whole(index);
            sheet.text(&label(index).unwrap_or_default());
            sheet.text(model.name());
            place.iter().for_each(|number| sheet.number(*number));
            sheet.end_row();
        }
    }
    sheet.bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(latents: PerModel<Vec<f32>>, size: usize, labels: &[&str]) -> String {
        String::from_utf8(csv(&latents, size, |index| labels.get(index).map(|label| (*label).into()))).unwrap()
    }

    #[test]
    fn every_example_has_a_line_for_each_network() {
        let latents = PerModel { ae: Some(vec![1.0, -0.5, 2.0, 0.25]), vae: Some(vec![0.0, 1e-7, 3.0, -4.0]) };
        let expected = "\
index,label,model,z1,z2
0,7,AE,1,-0.5
1,,AE,2,0.25
0,7,VAE,0,0.0000001
1,,VAE,3,-4
";
        assert_eq!(text(latents, 2, &["7"]), expected);
    }

    #[test]
    fn a_label_is_only_text() {
        let latents = PerModel { ae: Some(vec![1.0]), vae: None };
        let expected = "index,label,model,z1\n0,\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",AE,1\n";
        assert_eq!(text(latents, 1, &["=HYPERLINK(\"x\",\"y\")"]), expected);
    }

    #[test]
    fn a_latent_of_size_zero_has_no_rows() {
        let latents = PerModel { ae: Some(vec![]), vae: Some(vec![]) };
        assert_eq!(text(latents, 0, &[]), "index,label,model\n");
    }
}
