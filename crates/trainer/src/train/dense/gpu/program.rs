//! A network's kernels on the device, and their own buffers.

use burn_wgpu::{WgpuSetup, wgpu};

use super::{
    super::plan::Plan,
    feed::{Feed, RECORD, STEPS},
    kernels::{Kernel, KernelConfig, kernels},
    layout::{FOUR, Layout, Span},
};

/// The number of steps per submission: enough to hide its overhead, few enough for a slow adapter.
const SUBMITTED: usize = 4;
/// The number of bytes of a record that kernels see.
const SEEN: u64 = 48;
/// The number of bytes in a number.
const NUMBER: usize = 4;

/// Burn's tensors that a step reads and writes.
pub struct Tensors<'a> {
    pub parameters: wgpu::BindingResource<'a>,
    pub moments: wgpu::BindingResource<'a>,
    pub examples: Option<wgpu::BindingResource<'a>>,
    pub terms: wgpu::BindingResource<'a>,
}

/// Kernels and their buffers.
pub struct Program {
    pub job: KernelConfig,
    setup: WgpuSetup,
    layout: wgpu::BindGroupLayout,
    step: Vec<(wgpu::ComputePipeline, [usize; 2])>,
    terms: wgpu::ComputePipeline,
    values: wgpu::Buffer,
    sums: wgpu::Buffer,
    records: wgpu::Buffer,
    feed: wgpu::Buffer,
}

impl Program {
    pub fn new(plan: &Plan, job: KernelConfig, setup: &WgpuSetup) -> Self {
        let device = &setup.device;
        let places = Layout::new(plan, job.rows, job.has_targets);
        let kernels = kernels(plan, &places, &job);
        let layout = bind_group_layout(device);
        let pipelines = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            bind_group_layouts: &[Some(&layout)],
            ..Default::default()
        });
        let pipeline = |kernel: &Kernel| pipeline(device, &pipelines, &kernel.code);
        let step = kernels.step.iter().map(|kernel| (pipeline(kernel), kernel.groups)).collect();
        let storage = |numbers| buffer(device, numbers * NUMBER, wgpu::BufferUsages::STORAGE);
        let values = storage(places.numbers);
        for (stage, span) in plan.stages.iter().zip(&places.inputs) {
            let ones = ones(*span, stage.one(), job.rows);
            setup.queue.write_buffer(&values, (span.at * FOUR * NUMBER) as u64, &ones);
        }
        Self {
            job,
            terms: pipeline(&kernels.terms),
            step,
            layout,
            values,
            sums: storage(STEPS * kernels.sums),
            records: buffer(device, STEPS * RECORD, wgpu::BufferUsages::UNIFORM),
            feed: storage(1),
            setup: setup.clone(),
        }
    }

    /// Runs the steps of a feed.
    pub fn run(&mut self, feed: &Feed, tensors: &Tensors<'_>) {
        let WgpuSetup { device, queue, .. } = &self.setup;
        if self.feed.size() < feed.numbers.len() as u64 {
            self.feed = buffer(device, feed.numbers.len(), wgpu::BufferUsages::STORAGE);
        }
        queue.write_buffer(&self.feed, 0, &feed.numbers);
        queue.write_buffer(&self.records, 0, &feed.records);
        let group = self.bind(tensors);
        let steps: Vec<u32> = (0..feed.steps as u32).collect();
        for steps in steps.chunks(SUBMITTED) {
            let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
            for step in steps {
                pass.set_bind_group(0, &group, &[step * RECORD as u32]);
                for (pipeline, [x, y]) in &self.step {
                    pass.set_pipeline(pipeline);
                    pass.dispatch_workgroups(*x as u32, *y as u32, 1);
                }
            }
            if steps.last() == Some(&(feed.steps as u32 - 1)) {
                pass.set_pipeline(&self.terms);
                pass.dispatch_workgroups(feed.steps as u32, 1, 1);
            }
            drop(pass);
            queue.submit([encoder.finish()]);
        }
    }

    fn bind(&self, tensors: &Tensors<'_>) -> wgpu::BindGroup {
        let records = wgpu::BufferBinding { buffer: &self.records, offset: 0, size: wgpu::BufferSize::new(SEEN) };
        let resources = [
            tensors.parameters.clone(),
            tensors.moments.clone(),
            self.values.as_entire_binding(),
            // The binding needs a buffer even if the kernels do not read it.
            tensors.examples.clone().unwrap_or_else(|| self.feed.as_entire_binding()),
            self.feed.as_entire_binding(),
            self.sums.as_entire_binding(),
            tensors.terms.clone(),
            wgpu::BindingResource::Buffer(records),
        ];
        let entries: Vec<wgpu::BindGroupEntry<'_>> =
            (0..).zip(resources).map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource }).collect();
        self.setup.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &self.layout,
            entries: &entries,
        })
    }
}

/// The bindings of `wgsl/header.wgsl`.
fn bind_group_layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    let storage = |read_only| (wgpu::BufferBindingType::Storage { read_only }, None);
    let uniform = (wgpu::BufferBindingType::Uniform, wgpu::BufferSize::new(SEEN));
    let kinds = [false, false, false, true, true, false, false].map(storage).into_iter().chain([uniform]);
    let entries: Vec<wgpu::BindGroupLayoutEntry> = (0..)
        .zip(kinds)
        .map(|(binding, (ty, min_binding_size))| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: wgpu::BindingType::Buffer { ty, has_dynamic_offset: min_binding_size.is_some(), min_binding_size },
            count: None,
        })
        .collect();
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: None, entries: &entries })
}

fn pipeline(device: &wgpu::Device, layout: &wgpu::PipelineLayout, code: &str) -> wgpu::ComputePipeline {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: None,
        source: wgpu::ShaderSource::Wgsl(code.into()),
    });
    device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: None,
        layout: Some(layout),
        module: &module,
        entry_point: Some("main"),
        compilation_options: wgpu::PipelineCompilationOptions::default(),
        cache: None,
    })
}

fn buffer(device: &wgpu::Device, bytes: usize, usage: wgpu::BufferUsages) -> wgpu::Buffer {
    device.create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size: bytes as u64,
        usage: usage | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}

/// Rows of zeros except for the bias's 1.
fn ones(span: Span, one: usize, rows: usize) -> Vec<u8> {
    let row = (0..span.stride * FOUR).map(|column| if column == one { 1f32 } else { 0.0 });
    row.flat_map(f32::to_le_bytes).collect::<Vec<u8>>().repeat(rows)
}
