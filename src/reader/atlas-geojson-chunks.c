/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The features of a GeoJSON file, in parts of a megabyte, several at a time.  Nobody can know from the middle of a file whether a
 * place is within a text, so where a part begins is a guess: the next place that looks as the first feature does.  The part before
 * it ends somewhere, and if that is somewhere else, all is read again from the beginning, by one thread.
 *
 * Memory is used again for each part: what stays of it is copied together, the coordinates go straight into the output.
 *
 * Which parser reads which part does not depend on which thread was quicker: the same file gives the same image each time. */

#include "reader/atlas-geojson-chunks.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "data/atlas-parallel.h"
#include "reader/atlas-geojson-file.h"
#include "reader/atlas-json-scan.h"

#define CHUNK ((guint64) 1 << 20)
#define SLACK ((guint64) 64 << 10)      /* read beyond a chunk's end, for its last feature */
#define BEFORE 64                       /* and before its beginning, for the comma there */
#define LONGEST_LOOK 64
#define LONGEST_FEATURE ((gsize) 1 << 30)
#define LARGE ((gsize) 8 << 20)
#define NOWHERE G_MAXUINT64

/* A part of the file in memory. */
typedef struct
{
  AtlasArena *arena;
  char       *bytes;
  gsize       room;
  guint64     start;       /* in the file */
  const char *end;
} Window;

/* One who reads: a parser with its window, for one thread at a time: every n-th chunk. */
typedef struct
{
  AtlasGeojsonParser *parser;
  Window              window;
  gboolean            busy;
} Worker;

typedef struct
{
  AtlasGeojsonChunks *result;
  int                 fd;
  guint64             size;
  guint64             first;
  AtlasTableWriter   *writer;
  AtlasReport        *report;
  char                look[LONGEST_LOOK];   /* how the first feature begins */
  gsize               look_length;
  GMutex              mutex;                /* for what follows */
  GCond               cond;
  GPtrArray          *workers;              /* Worker */
  gsize               turn;                 /* the chunk that may be added next */
  guint64             place;                /* where the next feature is */
  gsize               n_vertices;
  gboolean            closed;               /* the list of features */
  gboolean            failed;
  gboolean            misguessed;
} Job;

static void
worker_free (gpointer data)
{
  Worker *self = data;

  atlas_arena_free (self->window.arena);
  g_free (self);
}

void
atlas_geojson_chunks_clear (AtlasGeojsonChunks *self)
{
  for (guint i = 0; self->chunks != NULL && i < self->chunks->len; i++)
    g_clear_pointer (&g_array_index (self->chunks, AtlasGeojsonChunk, i).skips, g_array_unref);
  g_clear_pointer (&self->chunks, g_array_unref);
  g_clear_pointer (&self->parsers, g_ptr_array_unref);
  g_clear_pointer (&self->arena, atlas_arena_free);
}

/* Fills the window with @length bytes from @start on, or what there is of them.  What it has of them already stays. */
static gboolean
window_read (Window *self,
             Job    *job,
             guint64 start,
             gsize   length)
{
  gsize wanted = MIN (length, job->size - start);
  gsize n = 0;

  if (self->bytes != NULL && start >= self->start && start < self->start + (gsize) (self->end - self->bytes))
    {
      n = (gsize) (self->end - self->bytes) - (gsize) (start - self->start);
      memmove (self->bytes, self->bytes + (start - self->start), n);
    }
  if (wanted + ATLAS_JSON_PADDING > self->room)
    {
      gsize room = MAX (wanted + ATLAS_JSON_PADDING, CHUNK + SLACK + BEFORE + ATLAS_JSON_PADDING);

      self->bytes = atlas_arena_grow (self->arena, self->bytes, self->room, room);
      self->room = room;
    }
  while (n < wanted)
    {
      ssize_t got = pread (job->fd, self->bytes + n, wanted - n, (off_t) (start + n));

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        return FALSE;
      n += (gsize) got;
    }
  self->start = start;
  self->end = self->bytes + n;
  memset (self->bytes + n, 0, ATLAS_JSON_PADDING);
  return TRUE;
}

/* More of the file, from @p on.  NULL at its end. */
static const char *
window_more (Window     *self,
             Job        *job,
             const char *p)
{
  guint64 start = self->start + (guint64) (p - self->bytes);
  gsize length = (gsize) (self->end - p);

  if (self->start + (guint64) (self->end - self->bytes) >= job->size || length > LONGEST_FEATURE
      || !window_read (self, job, start, MAX (length * 4, SLACK)))
    return NULL;
  return self->bytes;
}

static guint64
window_place (const Window *self,
              const char   *p)
{
  return self->start + (guint64) (p - self->bytes);
}

/* Reads features from @p on, where one begins, up to the first that begins at @limit or later; @next: where that is. */
static gboolean
read_features (Job        *job,
               Worker     *worker,
               const char *p,
               guint64     limit,
               guint64    *next,
               gboolean   *closed)
{
  Window *window = &worker->window;
  gboolean wants_feature = TRUE;

  for (;;)
    {
      const char *last;

      p = atlas_json_skip_space (p);
      if (p >= window->end)
        {
          p = window_more (window, job, MIN (p, window->end));
          if (p == NULL)
            return FALSE;
          continue;
        }
      if (!wants_feature)
        {
          *closed = *p == ']';
          *next = window_place (window, p + 1);
          if (*closed)
            return TRUE;
          if (*p++ != ',')
            return FALSE;
          wants_feature = TRUE;
          continue;
        }
      *next = window_place (window, p);
      if (*next >= limit)
        return TRUE;
      last = atlas_geojson_parser_read_feature (worker->parser, p, window->end);
      if (last == NULL)
        {
          /* A feature that is all there was refused; of one that is cut off, the rest is needed. */
          if (atlas_geojson_file_find_end (p, window->end) != NULL)
            return FALSE;
          p = window_more (window, job, p);
          if (p == NULL)
            return FALSE;
          continue;
        }
      p = last;
      wants_feature = FALSE;
    }
}

/* The first place from @p on that looks like the beginning of a feature, or NULL. */
static const char *
look_for_feature (Job        *job,
                  Window     *window,
                  const char *p)
{
  while ((p = memmem (p, (gsize) (window->end - p), job->look, job->look_length)) != NULL)
    {
      const char *before = p;

      while (before > window->bytes && g_ascii_isspace (before[-1]))
        before--;
      if (before > window->bytes && before[-1] == ',')
        return p;
      p++;
    }
  return NULL;
}

static void
take_look (Job    *job,
           Window *window)
{
  const char *p = window->bytes;
  const char *colon = memchr (p, ':', MIN ((gsize) (window->end - p), LONGEST_LOOK / 2));
  const char *value;

  job->look_length = 0;
  if (*p != '{' || colon == NULL)
    return;
  value = atlas_json_skip_space (colon + 1);
  job->look_length = (gsize) (colon + 1 - p);
  if (value - p + 9 <= LONGEST_LOOK && memcmp (value, "\"Feature\"", 9) == 0)
    job->look_length = (gsize) (value + 9 - p);
  memcpy (job->look, p, job->look_length);
}

static guint64
get_limit (Job  *job,
           gsize number)
{
  guint64 limit = job->first + (number + 1) * CHUNK;

  return limit < job->size ? limit : job->size;
}

/* Where the chunk begins, if it can be guessed; the window begins there or before. */
static guint64
find_start (Job    *job,
            Worker *worker,
            gsize   number)
{
  guint64 start = job->first + number * CHUNK;
  guint64 limit = get_limit (job, number);
  const char *p;

  worker->window.end = worker->window.bytes;
  if (number == 0)
    return window_read (&worker->window, job, start, limit - start + SLACK) ? start : NOWHERE;
  if (job->look_length == 0 || !window_read (&worker->window, job, start - BEFORE, limit - start + BEFORE + SLACK))
    return NOWHERE;
  p = look_for_feature (job, &worker->window, worker->window.bytes + BEFORE);
  return p != NULL && window_place (&worker->window, p) < limit ? window_place (&worker->window, p) : NOWHERE;
}

/* Takes what the parser has read. */
static void
add_chunk (Job    *job,
           Worker *worker,
           guint   first_order)
{
  AtlasGeojsonParser *parser = worker->parser;
  AtlasGeojsonChunk chunk = { .parser = parser, .n_read = parser->n_read, .n_unnumbered = parser->n_unnumbered };

  chunk.piece = atlas_table_piece_keep (&parser->piece, parser->arena);
  chunk.first_order = first_order;
  chunk.n_orders = parser->orders->len - first_order;
  chunk.n_guesses = parser->fields->len;
  chunk.guesses = atlas_arena_alloc (parser->arena, chunk.n_guesses * sizeof *chunk.guesses);
  for (guint i = 0; i < chunk.n_guesses; i++)
    chunk.guesses[i] = g_array_index (parser->fields, AtlasGeojsonField, i).guess;
  if (parser->skips->len > 0)
    chunk.skips = atlas_geojson_parser_steal_skips (parser);
  g_mutex_lock (&job->mutex);
  g_array_append_val (job->result->chunks, chunk);
  g_mutex_unlock (&job->mutex);
}

/* Waits until all chunks before are read, and looks whether they end where this one begins. */
static gboolean
wait_turn (Job    *job,
           gsize   number,
           guint64 start)
{
  gboolean good;

  g_mutex_lock (&job->mutex);
  while (job->turn != number && !job->failed)
    g_cond_wait (&job->cond, &job->mutex);
  if (!job->failed && start != NOWHERE && (job->closed || job->place != start))
    {
      job->misguessed = TRUE;
      job->failed = TRUE;
      g_cond_broadcast (&job->cond);
    }
  good = !job->failed;
  g_mutex_unlock (&job->mutex);
  return good;
}

static void
end_turn (Job     *job,
          guint64  next,
          gboolean closed,
          gsize    n_vertices)
{
  g_mutex_lock (&job->mutex);
  job->turn++;
  job->place = next;
  job->closed |= closed;
  job->n_vertices += n_vertices;
  g_cond_broadcast (&job->cond);
  g_mutex_unlock (&job->mutex);
}

static void
fail (Job *job)
{
  g_mutex_lock (&job->mutex);
  job->failed = TRUE;
  g_cond_broadcast (&job->cond);
  g_mutex_unlock (&job->mutex);
}

/* One huge feature is no reason to keep its text. */
static void
window_trim (Window *self)
{
  if (self->room <= LARGE)
    return;
  atlas_arena_free (self->arena);
  *self = (Window) { .arena = atlas_arena_new () };
}

/* A chunk in which no beginning was found has none, or one that looks different: then it is read in its turn. */
static gboolean
read_late (Job      *job,
           Worker   *worker,
           guint64   limit,
           guint64  *next,
           gboolean *closed)
{
  guint64 start = job->place;

  *next = start;
  *closed = FALSE;
  if (job->closed || start >= limit)
    return TRUE;
  worker->window.end = worker->window.bytes;
  return window_read (&worker->window, job, start, limit - start + SLACK)
         && read_features (job, worker, worker->window.bytes, limit, next, closed);
}

static gboolean
read_chunk (Job    *job,
            Worker *worker,
            gsize   number)
{
  AtlasGeojsonParser *parser = worker->parser;
  guint64 limit = get_limit (job, number);
  guint first_order = parser->orders->len;
  guint64 start, next = 0;
  gboolean closed = FALSE;
  gsize first_vertex;

  atlas_geojson_parser_clear (parser);
  start = find_start (job, worker, number);
  if (start != NOWHERE)
    {
      const char *p = worker->window.bytes + (start - worker->window.start);
      gboolean good = read_features (job, worker, p, limit, &next, &closed);

      window_trim (&worker->window);
      atlas_table_piece_compute_importance (&parser->piece);
      if (!wait_turn (job, number, start) || !good)
        return FALSE;
    }
  else
    {
      if (!wait_turn (job, number, NOWHERE) || !read_late (job, worker, limit, &next, &closed))
        return FALSE;
      window_trim (&worker->window);
      atlas_table_piece_compute_importance (&parser->piece);
    }
  /* The turn is ours, so these are. */
  first_vertex = job->n_vertices;
  job->result->n_features += parser->piece.n_features;
  job->result->n_read += parser->n_read;
  if (parser->n_read > 0)
    add_chunk (job, worker, first_order);
  end_turn (job, next, closed, parser->piece.n_vertices);
  atlas_table_writer_put_vertices (job->writer, first_vertex, parser->piece.coords, parser->piece.n_vertices);
  atlas_report_add_features (job->report, (gint64) parser->n_read);
  return TRUE;
}

static void
run_chunk (gsize    number,
           gpointer user_data)
{
  Job *job = user_data;
  Worker *worker = g_ptr_array_index (job->workers, number % job->workers->len);
  gboolean failed;

  g_mutex_lock (&job->mutex);
  while (worker->busy)
    g_cond_wait (&job->cond, &job->mutex);
  worker->busy = TRUE;
  failed = job->failed;
  g_mutex_unlock (&job->mutex);
  if (!failed && !read_chunk (job, worker, number))
    fail (job);
  g_mutex_lock (&job->mutex);
  worker->busy = FALSE;
  g_cond_broadcast (&job->cond);
  g_mutex_unlock (&job->mutex);
}

static gboolean
run (Job  *job,
     guint n_threads)
{
  g_autoptr (GPtrArray) workers = g_ptr_array_new_with_free_func (worker_free);
  gsize n_chunks = (gsize) ((job->size - job->first + CHUNK - 1) / CHUNK);
  gboolean good;

  for (gsize i = 0; i < MIN (n_threads, n_chunks); i++)
    {
      Worker *worker = g_new0 (Worker, 1);

      worker->window.arena = atlas_arena_new ();
      worker->parser = atlas_geojson_parser_new ();
      g_ptr_array_add (job->result->parsers, worker->parser);
      g_ptr_array_add (workers, worker);
    }
  job->workers = workers;
  job->turn = 0;
  job->place = job->first;
  job->n_vertices = 0;
  job->closed = job->failed = job->misguessed = FALSE;
  atlas_parallel_run (n_chunks, n_threads, run_chunk, job);
  for (guint i = 0; i < job->result->parsers->len; i++)
    atlas_geojson_parser_end (g_ptr_array_index (job->result->parsers, i));
  good = !job->failed && job->closed;
  job->result->end = job->place;
  return good;
}

static void
begin (AtlasGeojsonChunks *self)
{
  atlas_geojson_chunks_clear (self);
  self->chunks = g_array_new (FALSE, TRUE, sizeof (AtlasGeojsonChunk));
  self->parsers = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_geojson_parser_free);
  self->n_features = 0;
  self->n_read = 0;
}

gboolean
atlas_geojson_chunks_read (AtlasGeojsonChunks *self,
                           int                 fd,
                           guint64             size,
                           guint64             first,
                           AtlasTableWriter   *writer,
                           AtlasReport        *report)
{
  Job job = { .result = self, .fd = fd, .size = size, .first = first, .writer = writer, .report = report };
  Window window = { .arena = atlas_arena_new () };
  gboolean good = FALSE;

  begin (self);
  g_mutex_init (&job.mutex);
  g_cond_init (&job.cond);
  if (window_read (&window, &job, first, SLACK))
    {
      take_look (&job, &window);
      good = run (&job, atlas_parallel_get_n_threads ());
      if (!good && job.misguessed)
        {
          atlas_report_add_features (report, -(gint64) self->n_read);
          begin (self);
          job.look_length = 0;
          good = run (&job, 1);
        }
    }
  if (!good)
    atlas_report_add_features (report, -(gint64) self->n_read);
  atlas_arena_free (window.arena);
  g_mutex_clear (&job.mutex);
  g_cond_clear (&job.cond);
  return good;
}
