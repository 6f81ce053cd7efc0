/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Placing names along lines and road numbers on them.
 *
 * A line is parted into as many equal stretches as it has repeats; each gets the name once, as near its middle as it reads
 * well: of seventeen places on either side the straightest that is free.  Owner: the one thread that places names. */

#include "render/atlas-label-place.h"

#include <math.h>
#include <stdlib.h>

#include "render/atlas-label-path.h"

#define N_TRIES 17
#define TRY_REACH 0.38            /* of a stretch, to each side of its middle */
#define MOST_REACH 4096.0         /* … and no more pixels: a line around the world has thousands of millions, close by */
#define MOST_STRETCHES 100000.0   /* of a line */
#define OFF_MIDDLE 0.25           /* what the way to the end of the reach counts, against radians of bend */
#define MOST_LETTERS 256
#define BESIDE_GAP 1.0            /* pixels between a line and its name */
#define SAME_LEAST 150.0          /* pixels between two of the same name, whatever the style says */
#define SHIELD_LEAST 110.0
#define SHIELD_PAD 0.34           /* em to each side of a number */
#define SHIELD_HEIGHT 1.22        /* em */

/* One place on a stretch. */
typedef struct
{
  double along;
  double cost;
  guint  side;                    /* which of two baselines */
  guint  first_spot;              /* of its letters */
} Try;

/* A name and the line that it goes along. */
typedef struct
{
  AtlasLabelPlacer          *placer;
  const AtlasLabelCandidate *candidate;
  const AtlasLabelPath      *path;
  AtlasLabelText            *text;
  double                     width;       /* pixels */
  double                     apart;       /* from the same name elsewhere */
  double                     beside;      /* from the middle of the line to the middle of the letters */
} Job;

static int
compare_tries (gconstpointer a,
               gconstpointer b)
{
  const Try *one = a;
  const Try *two = b;

  if (one->cost != two->cost)
    return one->cost < two->cost ? -1 : 1;
  if (one->side != two->side)
    return one->side < two->side ? -1 : 1;
  return one->along < two->along ? -1 : one->along > two->along;
}

/* The box around a turned letter. */
static AtlasLabelBox
get_letter_box (const AtlasLabelSpot *spot,
                double                width,
                double                height,
                double                pad)
{
  double c = fabs (spot->cosine);
  double s = fabs (spot->sine);
  double half_x = (width * c + height * s) / 2.0 + pad;
  double half_y = (width * s + height * c) / 2.0 + pad;

  return (AtlasLabelBox) { spot->x - half_x, spot->y - half_y, spot->x + half_x, spot->y + half_y };
}

#define OFF_SYMBOLS (ATLAS_LABEL_PLANE_NAMES | ATLAS_LABEL_PLANE_SYMBOLS | ATLAS_LABEL_PLANE_GROUND)

static gboolean
is_free (const Job           *job,
         AtlasLabelPlane      planes,
         const AtlasLabelBox *boxes,
         guint                n_boxes)
{
  for (guint i = 0; i < n_boxes; i++)
    if (!atlas_label_grid_holds (job->placer->grid, &boxes[i]) ||
        !atlas_label_grid_is_free (job->placer->grid, planes, &boxes[i]))
      return FALSE;
  return TRUE;
}

/* Writes the letters at their spots if there is room.  Returns whether there was. */
static gboolean
set_along (const Job            *job,
           AtlasLabelPlane       planes,
           const AtlasLabelSpot *spots)
{
  const AtlasLabelText *text = job->text;
  const double size = job->candidate->rule->size;
  const double pad = atlas_label_pad (job->candidate->rule);
  AtlasLabelBox boxes[MOST_LETTERS];
  AtlasPlacedLetter letters[MOST_LETTERS];
  const AtlasLabelSpot *middle = &spots[text->n_letters / 2];

  if (!atlas_label_placer_is_apart (job->placer, text->text, middle->x, middle->y, job->apart))
    return FALSE;
  for (guint i = 0; i < text->n_letters; i++)
    {
      double half = text->letters[i].advance * size / 2.0;
      double rise = ATLAS_LABEL_TEXT_MIDDLE * size;
      double c = spots[i].cosine;
      double s = spots[i].sine;

      boxes[i] = get_letter_box (&spots[i], 2.0 * half, size, pad);
      letters[i] = (AtlasPlacedLetter) {
        .x = spots[i].x - half * c - rise * s,
        .y = spots[i].y - half * s + rise * c,
        .cosine = c,
        .sine = s,
      };
    }
  if (!is_free (job, planes, boxes, text->n_letters))
    return FALSE;
  atlas_label_placer_accept (job->placer, job->candidate, ATLAS_LABEL_LINE, job->text, letters, boxes,
                             text->n_letters);
  return TRUE;
}

/* Whether a letter's room is free of names and symbols: asked while letters are set, for where a map is full it is the usual
 * end of a try. */
static gboolean
may_stand (const AtlasLabelSpot *spot,
           guint                 letter,
           gpointer              user_data)
{
  const Job *job = user_data;
  double size = job->candidate->rule->size;
  AtlasLabelBox box =
    get_letter_box (spot, job->text->letters[letter].advance * size, size, atlas_label_pad (job->candidate->rule));

  return is_free (job, OFF_SYMBOLS, &box, 1);
}

/* Writes the name once on the stretch around @middle, where it reads best. */
static void
letter_stretch (const Job *job,
                double     middle,
                double     reach)
{
  guint n_letters = job->text->n_letters;
  g_autofree AtlasLabelSpot *spots = g_new (AtlasLabelSpot, 2 * N_TRIES * n_letters);
  AtlasLabelSetting setting = {
    .text = job->text,
    .size = job->candidate->rule->size,
    .spacing = job->candidate->rule->rule->label.letter_spacing,
    .may_stand = may_stand,
    .user_data = (gpointer) job,
  };
  AtlasLabelBaseline sides[2] = { 0 };
  Try tries[2 * N_TRIES];
  guint n_sides = job->beside > 0.0 ? 2 : 1;
  guint n_tries = 0;
  gboolean placed = FALSE;
  double cost;

  for (guint side = 0; side < n_sides; side++)
    {
      /* A curve to the inside is shorter than the line: some more of it is needed than the name is long. */
      atlas_label_baseline_init (&sides[side], job->path, middle - reach - 0.8 * job->width,
                                 middle + reach + 0.8 * job->width, setting.size,
                                 side == 0 ? -job->beside : job->beside);
      for (int i = 0; i < N_TRIES; i++)
        {
          double off = (double) (i - N_TRIES / 2) / (N_TRIES / 2);
          double along = middle + off * reach;

          if (atlas_label_baseline_fit (&sides[side], &setting, along, spots + n_tries * n_letters, &cost))
            {
              tries[n_tries] = (Try) { along, cost + OFF_MIDDLE * fabs (off), side, n_tries * n_letters };
              n_tries++;
            }
        }
    }

  qsort (tries, n_tries, sizeof (Try), compare_tries);
  /* A river's name keeps off a subject's line where it can; a subject's name is beside its own. */
  for (int round = job->candidate->rule->ground ? 0 : 1; round < 2 && !placed; round++)
    for (guint i = 0; i < n_tries && !placed; i++)
      placed = set_along (job, round == 0 ? OFF_SYMBOLS | ATLAS_LABEL_PLANE_LINES : OFF_SYMBOLS,
                          spots + tries[i].first_spot);
  for (guint side = 0; side < n_sides; side++)
    atlas_label_baseline_clear (&sides[side]);
}

/* Sets a number in its box at a place of the line if there is room.  Returns whether there was. */
static gboolean
set_shield (const Job *job,
            double     x,
            double     y)
{
  const AtlasLabelText *text = job->text;
  const double size = job->candidate->rule->size;
  const double spacing = job->candidate->rule->rule->label.letter_spacing;
  double half_x = job->width / 2.0 + SHIELD_PAD * size;
  double half_y = SHIELD_HEIGHT / 2.0 * size;
  AtlasLabelBox box = { x - half_x - ATLAS_LABEL_SHIELD_ROOM, y - half_y - ATLAS_LABEL_SHIELD_ROOM, x + half_x + ATLAS_LABEL_SHIELD_ROOM,
                        y + half_y + ATLAS_LABEL_SHIELD_ROOM };
  AtlasPlacedLetter letters[MOST_LETTERS];

  if (!is_free (job, OFF_SYMBOLS, &box, 1) || !atlas_label_placer_is_apart (job->placer, text->text, x, y, job->apart))
    return FALSE;
  for (guint i = 0; i < text->n_letters; i++)
    letters[i] = (AtlasPlacedLetter) {
      .x = x - job->width / 2.0 + (text->letters[i].x + i * spacing) * size,
      .y = y + ATLAS_LABEL_TEXT_MIDDLE * size,
      .cosine = 1.0,
    };
  atlas_label_placer_accept (job->placer, job->candidate, ATLAS_LABEL_SHIELD, job->text, letters, &box, 1);
  return TRUE;
}

/* Sets the number once on a stretch: in the middle, or at the nearest free place to one side and the other in turn. */
static void
shield_stretch (const Job *job,
                double     middle,
                double     reach)
{
  for (int i = 0; i < N_TRIES; i++)
    {
      double off = (double) ((i + 1) / 2) / (N_TRIES / 2) * (i % 2 == 1 ? 1.0 : -1.0);
      double x;
      double y;

      atlas_label_path_at (job->path, middle + off * reach, &x, &y);
      if (set_shield (job, x, y))
        return;
    }
}

/* Shapes the name when the first stretch has room for one: on a full map most lines never come so far.  Returns whether it
 * can go on the line. */
static gboolean
have_letters (Job        *job,
              const char *clean)
{
  const AtlasLabelRule *rule = job->candidate->rule;

  if (job->text == NULL)
    {
      job->text = atlas_label_text_get (clean, atlas_label_flags (rule, FALSE));
      if (job->text != NULL)
        job->width = atlas_label_text_get_width (job->text, rule->rule->label.letter_spacing) * rule->size;
    }
  return job->text != NULL && job->text->n_letters <= MOST_LETTERS && job->path->length >= job->width;
}

/* A road number has room even on a line that is not much longer than its box. */
static void
place_on_path (Job        *job,
               const char *clean)
{
  const AtlasLabel *style = &job->candidate->rule->rule->label;
  const AtlasLabelBox *area = &job->placer->frame->area;
  gboolean shield = style->placement == ATLAS_LABEL_SHIELD;
  double length = job->path->length;
  double repeat = style->repeat;
  double n_stretches = repeat > 0.0 ? CLAMP (floor (length / repeat), 1.0, MOST_STRETCHES) : 1.0;
  double stretch = length / n_stretches;
  double reach = MIN (TRY_REACH * stretch, MOST_REACH);

  for (double k = 0.0; k < n_stretches; k += 1.0)
    {
      double middle = (k + 0.5) * stretch;
      double x;
      double y;

      if (g_cancellable_is_cancelled (job->placer->cancellable))
        return;
      atlas_label_path_at (job->path, middle, &x, &y);
      /* The whole stretch may be far outside: it is no longer than this as the crow flies. */
      if (x + stretch / 2.0 < area->x1 || x - stretch / 2.0 > area->x2 || y + stretch / 2.0 < area->y1 ||
          y - stretch / 2.0 > area->y2 ||
          (x >= area->x1 && x <= area->x2 && y >= area->y1 && y <= area->y2 &&
           !atlas_label_placer_has_room (job->placer, TRUE, x, y)))
        continue;
      if (!have_letters (job, clean))
        return;
      if (shield)
        shield_stretch (job, middle, reach);
      else
        letter_stretch (job, middle, MAX (MIN (reach, (length - job->width) / 2.0), 0.0));
    }
}

void
atlas_label_place_line (AtlasLabelPlacer          *self,
                        const AtlasLabelCandidate *candidate,
                        const char                *clean,
                        double                     em)
{
  const AtlasLabelRule *rule = candidate->rule;
  const AtlasLabel *style = &rule->rule->label;
  const AtlasLabelBox *area = &self->frame->area;
  gboolean shield = style->placement == ATLAS_LABEL_SHIELD;
  gsize n_parts = atlas_table_get_n_parts (rule->table, candidate->feature);
  Job job = {
    .placer = self,
    .candidate = candidate,
    .apart = MAX (0.6 * style->repeat, shield ? SHIELD_LEAST : SAME_LEAST),
    .beside = candidate->reach,
  };

  if (job.beside > 0.0)
    job.beside += BESIDE_GAP + 0.46 * rule->size;

  for (gsize i = 0; i < n_parts; i++)
    {
      g_autoptr (AtlasLabelPath) path = NULL;
      AtlasPart part;

      if (g_cancellable_is_cancelled (self->cancellable))
        break;
      atlas_table_get_part (rule->table, candidate->feature, i, &part);
      if (part.kind != ATLAS_PART_LINE)
        continue;
      path = atlas_label_path_new (&part, self->frame->world_size);
      if (path->points->len < 2 || path->length < 0.9 * em * rule->size || path->x2 < area->x1 ||
          path->x1 > area->x2 || path->y2 < area->y1 || path->y1 > area->y2)
        continue;

      job.path = path;
      place_on_path (&job, clean);
    }
  g_clear_pointer (&job.text, atlas_label_text_unref);
}
