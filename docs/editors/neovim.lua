-- tqa in Neovim, 0.7 or later.
-- Findings are shown as diagnostics; vim.lsp.buf.code_action() offers what to do about them.
local settings = {
  -- target_lang = "en", profile = "us-news", ignore = { "style" }: as in tqa.toml, and over it
}

vim.api.nvim_create_autocmd("FileType", {
  pattern = { "text", "markdown", "jsonl" },
  callback = function(event)
    local name = vim.api.nvim_buf_get_name(event.buf)
    local root = vim.fn.fnamemodify(vim.fn.findfile("tqa.toml", vim.fn.fnamemodify(name, ":p:h") .. ";"), ":p:h")
    local config = { name = "tqa", cmd = { "tqa", "lsp" }, root_dir = root, init_options = settings }
    if vim.lsp.start then
      vim.lsp.start(config, { bufnr = event.buf })
    else -- 0.7: one server for all buffers
      vim.g.tqa_client = vim.g.tqa_client or vim.lsp.start_client(config)
      vim.lsp.buf_attach_client(event.buf, vim.g.tqa_client)
    end
  end,
})

-- Neovim 0.7 to 0.9 know no jsonl.
vim.api.nvim_create_autocmd({ "BufRead", "BufNewFile" }, {
  pattern = { "*.jsonl", "*.ndjson" },
  callback = function()
    vim.bo.filetype = "jsonl"
  end,
})
