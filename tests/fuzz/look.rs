//! Computes everything that the page would show of a state: texts, numbers, and the marks of every chart.

use hourglass::{
    plot::{
        digit_grid,
        field::{self, Field},
        glide::{Bounds, Glide},
        histogram,
        line_chart::{self, Chart},
        loss_chart,
        mark::{Place, Size},
        measure_chart::{self, MEASURES},
        orbit::Orbit,
        posterior::{Spread, samples},
        projection::Projection,
        scatter::{self, Aspect, Plane},
        space::{self, Ball, Space},
        studies::{self, Flat},
    },
    state::{
        State,
        play::{manifold::Grid, posterior::number_words, ways::WAY},
        words::{Readout, grouped, significant},
    },
};
use hourglass_core::{
    config::{Model, PICK, Pick, Play},
    data::image::PIXELS,
    protocol::{Asker, Pictures, Query},
};

const SIZE: Size = Size { width: 360.0, height: 300.0 };
const MIDDLE: Place = Place { x: 180.0, y: 150.0 };

pub fn look(state: &State) {
    words(state);
    charts(state);
    for model in Model::ALL {
        pictures(state, model);
        play(state, model);
    }
    study(state);
}

fn words(state: &State) {
    let _ = (
        state.progress_words(),
        state.time_left(),
        state.unit(),
        state.backend_words(),
        state.adapter(),
        state.labels(),
    );
    let _ = (state.study_note(), state.study.words(), state.study.begin_word(), state.experiment().is_some());
    let _ = (
        state.time.moment(),
        state.epoch_shown(),
        state.can_try_webgpu(),
        state.sweep_memory(),
        state.link().to_hash(),
    );
    assert!((0.0..=1.0).contains(&state.progress_part()));
    for model in Model::ALL {
        for readout in [Readout::Train, Readout::Validation, Readout::Kl, Readout::TestMse] {
            let _ = state.readout(model, readout).map(|value| significant(value, 5));
        }
        let _ = (state.restored_epoch(model), MEASURES.map(|measure| state.figure(model, measure)));
    }
    if let Some(prepared) = state.run.prepared() {
        let _ = (grouped(prepared.sizes.train), (0..20).filter_map(|i| prepared.sample.label(i)).count());
        let rows: Vec<&[u8]> = vec![&prepared.sample.images, &prepared.sample.noisy];
        let _ = (
            digit_grid::grid(&rows, 10),
            prepared.sample.exhibits.iter().filter_map(|&i| prepared.sample.image(i)).count(),
        );
    }
}

fn charts(state: &State) {
    let input = loss_chart::LossData {
        curves: state.run.curves(),
        term: state.view.term(),
        scale: state.view.scale(),
        baseline: state.run.prepared().map(|prepared| prepared.baseline),
        baseline_name: state.baseline_word(),
        components: state.config().latent,
        unit: state.unit(),
        epochs: state.config().epochs,
        marks_best: true,
    };
    if let Some(chart) = loss_chart::Chart::layout(&input, SIZE) {
        let _ = (chart.marks(&input, Some(0.5)), hourglass::plot::reading::LossReading::at(&input, 1.0));
    }
    for measure in measure_chart::available(state.run.curves()) {
        chart(&measure_chart::input(state.run.curves(), measure, state.config().epochs));
    }
}

fn chart(input: &line_chart::ChartData) {
    let reading = input.reading(1.0);
    let _ = (input.after(1.0), input.before(1.0));
    if let Some(chart) = Chart::layout(input, SIZE) {
        chart.marks(input, reading.as_ref());
    }
}

/// A network's pictures, as shown in the reconstructions, the scatter plots and the field.
fn pictures(state: &State, model: Model) {
    let Some(pictures) = state.pictures_shown(model) else { return };
    digit_grid::grid(&[&pictures.reconstructions], 10);
    let dims = state.run.prepared().map_or(0, |prepared| prepared.config.latent);
    let first = state.past(model).last().map(|past| Projection::new(state.axes(), &past.latents, dims, None));
    on_a_plane(state, model, pictures, &Projection::new(state.axes(), &pictures.latents, dims, first.as_ref()), dims);
    in_space(state, model, pictures);
    let points = state.run.prepared().map_or(&[][..], |prepared| &prepared.sample.points);
    let input =
        field::FieldData { model, points, noisy: points, reconstructions: &pictures.latents, grid: &pictures.field };
    Field::layout(SIZE).marks(&input);
}

fn on_a_plane(state: &State, model: Model, pictures: &Pictures, projection: &Projection, dims: usize) {
    let label = |i| state.run.prepared().and_then(|prepared| prepared.sample.label(i));
    let point = |(i, latent)| scatter::ScatterPoint { place: projection.project(latent, i, label(i)), label: label(i) };
    let points: Vec<scatter::ScatterPoint> =
        pictures.latents.chunks_exact(dims.max(1)).enumerate().map(point).collect();
    let drawn = pictures.drawn.as_ref().map(|drawn| projection.mark(&drawn.latent));
    let mut glide = Glide::default();
    if let Some(bounds) = Bounds::around(points.iter().map(|point| point.place).chain(drawn)) {
        glide.follow(bounds, 0.0, false);
        glide.fit(bounds, 50.0, false);
    }
    let Some(bounds) = glide.at(100.0) else { return };
    let plane =
        Plane::layout(bounds, SIZE, if matches!(projection, Projection::Line) { Aspect::Free } else { Aspect::Equal });
    let (shown, titles, decoded) = (state.view.shown(), projection.titles(), state.decoded_shown(model));
    let decoded = decoded.map(|decoded| projection.mark(&decoded.latent));
    let input =
        scatter::ScatterData { model, points: &points, shown, titles: &titles, hovered: Some(0), drawn, decoded };
    let _ = (plane.marks(&input), plane.hit(&input, MIDDLE), projection.lift(plane.point(MIDDLE)));
    if let Some(posterior) = state.posterior() {
        let spread = Spread::of(projection, &posterior.mu, &posterior.sigma);
        let codes = posterior.samples(state.play.settings().draw);
        let _ = (spread.bounds(), spread.marks(&plane), number_words(&posterior.mu));
        samples(&plane, codes.chunks_exact(posterior.mu.len()).map(|code| projection.mark(code)));
    }
}

fn in_space(state: &State, model: Model, pictures: &Pictures) {
    let place = |code: &[f32]| <[f32; 3]>::try_from(code).ok();
    let places = pictures.latents.chunks_exact(3).filter_map(place);
    let points: Vec<space::SpacePoint> = places.map(|place| space::SpacePoint { place, label: Some(3) }).collect();
    let drawn = pictures.drawn.as_ref().and_then(|drawn| place(&drawn.latent));
    let titles = ["z1", "z2", "z3"].map(String::from);
    let input = space::SpaceData {
        model,
        points: &points,
        shown: state.view.shown(),
        titles: &titles,
        hovered: Some(0),
        drawn,
        decoded: drawn,
    };
    if let Some(ball) = Ball::around(points.iter().map(|point| point.place)) {
        let space = Space::layout(ball.following(None), Orbit::default().turned(30.0, 20.0), SIZE);
        let _ = (space.marks(&input), space.nearest(&input, MIDDLE));
    }
}

/// What the playground shows, whichever tool is open.
fn play(state: &State, model: Model) {
    let latent = state.config().latent;
    let Play { ends, terms, .. } = *state.play.settings();
    let picks = [Pick::Pad, Pick::Sample(0), Pick::Sample(PICK.most)];
    for pick in picks.into_iter().chain(ends).chain(terms) {
        let _ = (state.picked_image(pick), state.picked_code(model, pick), state.picked_words(pick));
        let _ = (state.beside(pick, true), state.beside(pick, false));
    }
    let _ = (state.explored(model), state.reach(model), state.decoded_images(model, WAY), state.nearest_by_code(model));
    if let Some(answer) = state.latest_answer(model, Asker::Codes) {
        let _ = (answer.image(0), answer.image(usize::MAX));
        if let Query::Decode(codes) = &answer.query
            && let Some(grid) = Grid::of(codes, latent)
        {
            let _ =
                (grid.trusted(state.latents(model)), grid.axes(), grid.cell_at(0.5, 2.0), grid.cell_beside(None, 1, 1));
        }
    }
    let image = state.pad_image().unwrap_or_else(|| vec![0; PIXELS]);
    let own = state.error_rank(model, &image).map(|(error, _)| error);
    let _ =
        (histogram::marks(state.errors(model), own, model, SIZE), state.nearest_by_pixels(&image), state.first_of(3));
}

fn study(state: &State) {
    let study = &state.study;
    let _ = study.components_for(0.9);
    if let Some(components) = study.components() {
        chart(&studies::variance(&components.cumulative, study.components_for(0.9)));
        digit_grid::signed(&components.axes.concat(), components.side, 8);
        digit_grid::signed(&components.mean, components.side, 1);
        flat(state, &components.places, 2);
    }
    chart(&studies::sweep(study.sweep(), study.sweep_ends()));
    if let Some(betas) = study.betas() {
        for picture in betas.iter() {
            digit_grid::grid(&[&picture.generated], 10);
            flat(state, &picture.latents, state.config().latent);
        }
    }
}

fn flat(state: &State, codes: &[f32], dims: usize) {
    let labels = state.run.prepared().and_then(|prepared| prepared.sample.labels.as_deref());
    let flat = Flat::of(codes, dims, labels, None);
    if let Some(bounds) = Flat::bounds([&flat]) {
        studies::prior(&Plane::layout(bounds, SIZE, Aspect::Equal));
    }
    let again = Flat::of(codes, dims, labels, Some(&flat));
    assert_eq!(again.points.len(), flat.points.len());
}
