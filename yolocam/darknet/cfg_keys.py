"""Cfg keys that only a trainer reads; a detector ignores them."""

from __future__ import annotations

_SCHEDULE = """
    batch subdivisions sequential_subdivisions time_steps track augment_speed max_batches burn_in
    learning_rate learning_rate_min policy power step steps scale scales seq_scales gamma momentum decay
    sgdr_cycle sgdr_mult adam B1 B2 eps num_steps try_fix_nan optimized_memory workspace_size_limit_MB
    loss_scale dynamic_minibatch ema_alpha init_delay inputs max_epochs use_cuda_graph
"""

_AUGMENTATION = """
    angle aspect saturation exposure hue flip blur gaussian_noise mixup cutmix mosaic mosaic_bound
    contrastive contrastive_jit_flip contrastive_color unsupervised max_crop min_crop center crop
    label_smooth_eps resize_step adversarial_lr attention badlabels_rejection_percentage
    num_sigmas_reject_badlabels equidistant_point badlabels_reject_threshold
"""

_LOSS = """
    jitter resize random ignore_thresh truth_thresh iou_thresh iou_thresh_kind iou_loss iou_normalizer
    obj_normalizer cls_normalizer delta_normalizer uc_normalizer max_delta objectness_smooth focal_loss
    nms_kind beta_nms beta1 max counters_per_class map show_details track_history_size sim_thresh
    dets_for_track dets_for_show track_ciou_norm embedding_layer bias_match rescore object_scale
    noobject_scale class_scale coord_scale mask_scale absolute thresh classfix log sqrt
"""

_LAYERS = """
    probability dropblock dropblock_size_rel dropblock_size_abs stopbackward onlyforward train_only_bn
    dontload dontloadscales dontsave learning_rate_scale lr_scale assisted_excitation grad_centr dot reverse
    coordconv stream wait_stream burnin_update maxpool_zero_nonmax
"""

TRAINING_KEYS = frozenset(f"{_SCHEDULE} {_AUGMENTATION} {_LOSS} {_LAYERS}".split())
"""Keys of Darknet's trainer; they have no influence on what a trained network computes."""
